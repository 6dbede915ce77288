// The same Graph and Run as a list, in the order in which it runs.
import { memo, useMemo } from "react";
import { CircleAlert, CircleCheck, CircleDashed, CircleHelp, LoaderCircle, SkipForward, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { lengthText } from "../cut/lengths.js";
import { Badge as Tag, Icon, joined } from "../settings/parts.jsx";
import { QUIET } from "./badge.jsx";
import { typeOf, useCatalog } from "./catalog.js";
import { doc, useNode } from "./doc.js";
import { TypeIcon } from "./icon.jsx";
import { isUnderWay, live, useLive } from "./live.js";
import { titleOf, useMaker, worded } from "./names.js";
import { inOrder } from "./order.js";
import { useMade } from "./output.jsx";
import { runFrom } from "./running.js";
import { pick, stage, ui } from "./selection.js";
import { useNodeState, useProblem, useStanding, useStatus } from "./standing.js";

const DRAWINGS = { idle: CircleDashed, loading: LoaderCircle, success: CircleCheck, error: CircleAlert };
const TONES = { success: "good", error: "bad", loading: "accent", idle: "" };
const FIT = { duration: 200, maxZoom: 1, padding: 0.3 };
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const isBefore = (one, other) => one.position.x - other.position.x || one.position.y - other.position.y;
// What takes part, in the order in which it runs; of several that could be next, as they stand on the canvas. Notes do not.
export const useOrder = () => {
  const visiting = live.use((value) => value.visiting);
  const own = doc.use((value) => value.nodes);
  const edges = doc.use((value) => value.edges);
  const known = useCatalog();
  return useMemo(() => {
    const graph = visiting ? visiting.graph : { nodes: Object.values(own).filter(({ type }) => type !== "note" && typeOf(type)?.executes !== false), edges };
    return inOrder([...graph.nodes].sort(isBefore).map(({ id }) => id), graph.edges);
  }, [visiting, own, edges, known]);
};

// A Node of the canvas, or of the Run that is looked at.
export const useShown = (id) => {
  const own = useNode(id);
  const visited = live.use(({ visiting }) => visiting?.graph.nodes.find((node) => node.id === id));
  return visited ?? own;
};

const seconds = ({ startedAt, finishedAt }) => (startedAt && finishedAt ? (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 : 0);
const show = (id) => {
  pick([id]);
  stage.flow?.fitView({ ...FIT, nodes: [{ id }], duration: calm() ? 0 : FIT.duration });
};

// How far it is, in words: as the Run has it, else how it stands.
function Standing({ id, node, type }) {
  const t = useT();
  const status = useStatus(id);
  const state = useNodeState(id);
  if (node.question) return <Tag tone="warn">{t("create.in_doubt")}</Tag>;
  if (status === "loading") return <Tag tone="accent">{node.progress > 0 ? t("cut.percent", { n: node.progress }) : t.label("status", status)}</Tag>;
  if (QUIET.includes(type) && state !== "disabled" && status !== "error") return null;
  const isTelling = ["stale", "missing", "pinned", "disabled"].includes(state) && status !== "error";
  if (isTelling) return <Tag tone={state === "stale" ? "warn" : ""}>{t.label("running_word", state)}</Tag>;
  return <Tag tone={TONES[status]}>{t.label("status", status)}</Tag>;
}

function Facts({ id, shown, node }) {
  const t = useT();
  const maker = useMaker(shown.type, node.provider || shown.params?.provider);
  const credits = useStanding(id)?.credits ?? 0;
  const took = seconds(node);
  const cost = node.type && !node.reusedFrom ? node.credits : credits;
  return <span className="vg-step-facts">{maker && <span>{maker.title}</span>}{took > 0.05 && !node.reusedFrom && <span>{lengthText(t, took)}</span>}{cost > 0 && <span>{t("credits.count", { n: cost })}</span>}</span>;
}

export const Step = memo(function Step({ id, number }) {
  const t = useT();
  const shown = useShown(id);
  const node = useLive(id);
  const status = useStatus(id);
  const isPicked = ui.use(({ selected }) => selected.includes(id));
  const problem = useProblem(id);
  const { made } = useMade(id);
  const canRun = live.use((value) => !value.visiting && !value.asked && !isUnderWay(value.run));
  if (!shown) return null;
  const error = worded(node.question ? null : node.error ?? problem, shown.type);
  const title = titleOf(t, shown);
  const text = shown.type === "prompt" ? shown.params.text : made.text;
  return (
    <li className="vg-flow-step" data-status={status} data-picked={isPicked} data-testid={`step-${id}`}>
      <button type="button" className="vg-flow-step-main" aria-pressed={isPicked} onClick={() => show(id)}>
        <span className="vg-flow-step-number">{number}</span>
        <Icon of={node.question ? CircleHelp : DRAWINGS[status]} size={17} className={joined("vg-flow-step-mark", status === "loading" && "vg-save-turns")} />
        <span className="vg-flow-step-words">
          <span className="vg-flow-step-name"><TypeIcon name={typeOf(shown.type)?.icon} size={14} /><b>{title}</b></span>
          <Facts id={id} shown={shown} node={node} />
        </span>
        <Standing id={id} node={node} type={shown.type} />
        {made.thumbnailUrl && <img src={made.thumbnailUrl} alt="" className="vg-flow-step-thumb" loading="lazy" />}
      </button>
      {text && !made.thumbnailUrl && <p className="vg-flow-step-text">{text}</p>}
      {error && <p className="vg-flow-step-error"><b>{t.error(error)}</b> {t.remedy(error)}</p>}
      {!shown.disabled && <button type="button" className="vg-icon-btn vg-flow-step-run" disabled={!canRun} onClick={() => runFrom(id)} aria-label={t("running.from_named", { name: title })} title={t("running.from")} data-testid={`step-${id}-run`}><Icon of={SkipForward} size={15} /></button>}
    </li>
  );
});

export function Steps() {
  const t = useT();
  const order = useOrder();
  return (
    <aside className="vg-flow-steps" aria-label={t("running.steps")} data-testid="steps">
      <header><h2>{t("running.steps")}</h2><button type="button" className="vg-icon-btn" onClick={() => ui.set({ panel: "" })} aria-label={t("running.close")} title={t("running.close")}><Icon of={X} size={16} /></button></header>
      {order.length === 0 ? <p className="vg-hint">{t("running.steps_none")}</p> : <ol>{order.map((id, index) => <Step key={id} id={id} number={index + 1} />)}</ol>}
    </aside>
  );
}
