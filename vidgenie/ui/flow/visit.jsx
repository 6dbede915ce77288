// A Run that belongs to no Graph, or to another one, looked at on this canvas.
import { Copy, Eye, Undo2 } from "lucide-react";
import { useNavigate } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { tell } from "../board/notes.js";
import { Button, Icon } from "../settings/parts.jsx";
import { call, useAction } from "../settings/rest.js";
import { FIT } from "./framing.js";
import { leave, live } from "./live.js";
import { CanvasView } from "./view.jsx";

const ROOM = { ...FIT.padding, top: "92px" }; // the banner

export function Visit() {
  const t = useT();
  const go = useNavigate();
  const visiting = live.use((value) => value.visiting);
  const nodes = live.use((value) => value.nodes);
  const copying = useAction();
  if (!visiting) return null;
  const { graph, run } = visiting;
  const copy = async () => {
    const made = await copying.run(async () => {
      const answer = await call("POST", `/api/runs/${run.workflowId}/copy`);
      if (answer.error) tell({ tone: "bad", error: answer.error });
      return answer;
    });
    if (made) { leave(); go(`/create/${made.id}`); }
  };
  return (
    <>
      <div className="vg-visit" role="status" data-testid="visit-banner">
        <Icon of={Eye} size={17} /><span>{t("canvas.visiting")}</span>
        <Button small busy={copying.isBusy} onClick={copy} testId="visit-copy"><Icon of={Copy} size={15} />{t("canvas.visit_copy")}</Button>
        <Button small look="quiet" onClick={leave} testId="visit-back"><Icon of={Undo2} size={15} />{t("canvas.visit_back")}</Button>
      </div>
      <CanvasView graph={graph} nodes={nodes} runId={run.workflowId} isLive tall room={ROOM} />
    </>
  );
}
