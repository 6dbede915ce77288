// Both sides changed the same words: mine and theirs, side by side; nothing is lost until somebody chooses.
import { TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon } from "../settings/parts.jsx";
import { addAfter } from "./acts.js";
import { CHOICES, HEAD } from "./fields.js";
import { board } from "./project.js";
import { drop, rows, settle } from "./saving.js";

const shown = (t, value) => (typeof value === "string" ? value || t("board.nothing") : typeof value === "boolean" ? value ? t("board.yes") : t("board.no") : String(value ?? t("board.nothing")));
const plain = (value) => value === null || typeof value !== "object";

export function Conflict({ id, n = 0 }) {
  const t = useT();
  const row = rows.use((all) => (all[id]?.state === "conflict" ? all[id] : null));
  if (!row) return null;
  const fields = Object.keys(row.values).filter((field) => field === "referenceAssetId" || row.values[field] !== row.theirs?.[field]);
  return (
    <div className="vg-conflict" role="alert" data-conflict={id} data-testid={n ? `conflict-${n}` : "conflict-project"}>
      <p><Icon of={TriangleAlert} size={16} /><b>{n ? t("board.conflict", { n }) : t("board.conflict_project")}</b> {t("board.conflict_text")}</p>
      <dl>
        {fields.filter((field) => plain(row.values[field])).map((field) => (
          <div key={field}>
            <dt>{t.label("board_word", `field_${field}`)}</dt>
            <dd><small>{t("board.mine")}</small>{field === "referenceAssetId" ? t("board.other_file") : shown(t, row.values[field])}</dd>
            <dd><small>{t("board.theirs")}</small>{field === "referenceAssetId" ? t("board.other_file") : shown(t, row.theirs?.[field])}</dd>
          </div>
        ))}
      </dl>
      <div className="vg-words-do">
        <Button small look="primary" onClick={() => settle(id, true)} testId={n ? `conflict-${n}-mine` : "conflict-mine"}>{t("board.keep_mine")}</Button>
        <Button small onClick={() => settle(id, false)} testId={n ? `conflict-${n}-theirs` : "conflict-theirs"}>{t("board.keep_theirs")}</Button>
      </div>
    </div>
  );
}

// A Segment that was removed elsewhere while somebody typed in it: its words are still here.
function Gone({ id, row }) {
  const t = useT();
  const { referenceAssetId, ...values } = row.values;
  return (
    <div className="vg-conflict" role="alert" data-conflict={id} data-testid="segment-gone">
      <p><Icon of={TriangleAlert} size={16} /><b>{t("board.gone")}</b> {t("board.gone_text")}</p>
      {[values.text, values.prompt].filter(Boolean).map((text) => <blockquote key={text}>{text}</blockquote>)}
      <div className="vg-words-do">
        <Button small look="primary" onClick={() => { drop(id); addAfter(board.get().order.at(-1) ?? null, values); }} testId="gone-again">{t("board.gone_again")}</Button>
        <Button small look="quiet" onClick={() => drop(id)} testId="gone-drop">{t("board.gone_drop")}</Button>
      </div>
    </div>
  );
}

export function Conflicts() {
  const gone = rows.use((all) => { const id = Object.keys(all).find((key) => all[key].state === "gone"); return id ? all[id] : null; });
  const id = rows.use((all) => Object.keys(all).find((key) => all[key].state === "gone") ?? "");
  return <><Conflict id={HEAD} /><Conflict id={CHOICES} />{gone && <Gone id={id} row={gone} />}</>;
}
