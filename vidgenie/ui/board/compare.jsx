// Two to four Takes of a Segment side by side, in sync; each can be chosen.
import { useEffect, useState } from "react";
import { Check, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Badge, Button, Icon, Waiting } from "../settings/parts.jsx";
import { choose } from "./acts.js";
import { comparing } from "./compare_store.js";
import { titleOf } from "./makers.js";
import { Playing, Transport } from "./players.jsx";
import { useSegment } from "./project.js";
import { useSync } from "./sync.js";
import { isMade, load, useTakes } from "./takes.js";

const MOST = 4;

function Side({ take, k, sync, isChosen, onChoose }) {
  const t = useT();
  return (
    <li className="vg-side-by" data-chosen={isChosen || undefined} data-testid={`compare-take-${k}`}>
      <Playing take={take} sync={sync} name={t("board.take", { n: k })} />
      <p><b>{t("board.take", { n: k })}</b> <Badge>{titleOf(t, take.provider)}</Badge>{take.credits > 0 && <Badge>{t("credits.count", { n: take.credits })}</Badge>}</p>
      {take.prompt && <p className="vg-side-prompt" title={take.prompt}>{take.prompt}</p>}
      <Button small look={isChosen ? "plain" : "primary"} disabled={isChosen} data-choose onClick={onChoose} testId={`compare-choose-${k}`}><Icon of={Check} size={14} />{isChosen ? t("board.is_chosen") : t("board.choose")}</Button>
    </li>
  );
}

function Comparing({ id, n }) {
  const t = useT();
  const segment = useSegment(id);
  const known = useTakes(id);
  const sync = useSync();
  const [picked, setPicked] = useState(null);
  useEffect(() => { load(id); }, [id]);
  const all = known?.takes ?? [];
  const made = all.filter(isMade);
  const k = (take) => all.indexOf(take) + 1;
  const chosen = segment?.take?.id;
  // The one that is in the video, and the newest others.
  const usual = () => [...made.filter((one) => one.id === chosen), ...made.filter((one) => one.id !== chosen).reverse()].slice(0, MOST).map((one) => one.id);
  const ids = (picked ?? usual()).filter((one) => made.some((take) => take.id === one));
  const shown = made.filter((one) => ids.includes(one.id));
  const toggle = (take) => setPicked(ids.includes(take) ? ids.filter((one) => one !== take) : [...ids, take].slice(-MOST));
  if (!known || !segment) return <Waiting tall={6} />;
  return (
    <div className="vg-compare" onKeyDown={sync.onKeyDown}>
      <header>
        <h2>{t("board.compare_of", { n })}</h2>
        {made.length > 2 && (
          <div className="vg-compare-which" role="group" aria-label={t("board.compare_which")}>
            {made.map((take) => <button key={take.id} type="button" className="vg-chip" aria-pressed={ids.includes(take.id)} disabled={ids.includes(take.id) && ids.length <= 2} onClick={() => toggle(take.id)}>{k(take)}</button>)}
          </div>
        )}
        <button type="button" className="vg-icon-btn" onClick={() => comparing.set({ id: "" })} aria-label={t("shell.close")}><Icon of={X} size={18} /></button>
      </header>
      <ul className="vg-sides" data-count={shown.length}>
        {shown.map((take) => <Side key={take.id} take={take} k={k(take)} sync={sync} isChosen={take.id === chosen} onChoose={() => choose(id, take.id)} />)}
      </ul>
      <Transport sync={sync} testId="compare" />
      <p className="vg-hint vg-compare-keys">{t("board.compare_keys")}</p>
    </div>
  );
}

export function Compare() {
  const t = useT();
  const { id, n } = comparing.use();
  return <Dialog open={Boolean(id)} label={t("board.compare_of", { n })} onClose={() => comparing.set({ id: "" })} className="vg-dialog-compare" testId="compare-dialog">{id && <Comparing key={id} id={id} n={n} />}</Dialog>;
}
