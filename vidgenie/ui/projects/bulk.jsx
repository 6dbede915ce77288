// What can be done with everything that is selected.
import { useState } from "react";
import { Ban, Download, Sparkles, Trash2, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon } from "../settings/parts.jsx";
import { call } from "../settings/rest.js";
import { BulkGenerate } from "./bulk_generate.jsx";
import { save } from "./rest.js";
import { isBusy } from "./words.js";

const FEW = 3; // downloads a browser takes at once without asking

export function Bulk({ selection, onDelete, onChanged }) {
  const t = useT();
  const [isAsking, setAsking] = useState(false);
  const [isCancelling, setCancelling] = useState(false);
  const [said, setSaid] = useState(null); // {text, isBad}
  const { rows } = selection;
  const running = rows.filter((row) => isBusy(row.status));
  const idle = rows.filter((row) => !isBusy(row.status));
  const made = rows.filter((row) => row.completed > 0 || row.videoUrl);
  const cancel = async () => {
    setCancelling(true);
    let done = 0;
    let problem = null;
    for (const row of running) {
      const { error } = await call("POST", `/api/projects/${row.id}/cancel`);
      if (error) problem = error;
      else done += 1;
    }
    setCancelling(false);
    setSaid(problem ? { text: `${t.error(problem)} ${t.remedy(problem)}`, isBad: true } : { text: t("projects.cancelled", { n: done }) });
    onChanged();
  };
  const take = () => {
    made.forEach((row) => save(`/api/projects/${row.id}/export`));
    setSaid({ text: made.length > FEW ? t("projects.exporting_many", { n: made.length }) : t("projects.exporting", { n: made.length }) });
  };
  if (!rows.length && !isAsking) return null;
  return (
    <>
      <div className="vg-bulk" role="toolbar" aria-label={t("projects.bulk")} data-testid="bulk-bar">
        <p role="status"><b>{t("projects.selected", { n: rows.length })}</b>{said && <span className={said.isBad ? "vg-field-error" : "vg-hint"}>{said.text}</span>}</p>
        <Button small look="primary" disabled={!idle.length} onClick={() => { setSaid(null); setAsking(true); }} testId="bulk-generate"><Icon of={Sparkles} size={15} />{t("projects.bulk_generate")}</Button>
        <Button small disabled={!running.length} busy={isCancelling} onClick={cancel} testId="bulk-cancel"><Icon of={Ban} size={15} />{t("projects.bulk_cancel")}</Button>
        <Button small disabled={!made.length} onClick={take} testId="bulk-export"><Icon of={Download} size={15} />{t("projects.export")}</Button>
        <Button small look="danger" onClick={onDelete} testId="bulk-delete"><Icon of={Trash2} size={15} />{t("projects.delete")}</Button>
        <button type="button" className="vg-icon-btn" onClick={selection.clear} aria-label={t("projects.select_none")} title={t("projects.select_none")} data-testid="bulk-clear"><Icon of={X} size={17} /></button>
      </div>
      {isAsking && <BulkGenerate rows={idle} onClose={() => setAsking(false)} onStarted={onChanged} />}
    </>
  );
}
