// Batches: many videos from one table; what became of each row, and the rest once more.
import { useState } from "react";
import { ChevronDown, Play, RotateCw } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Ago, Badge, Button, Icon, Problem, Waiting } from "../settings/parts.jsx";
import { call, useAction, useResource } from "../settings/rest.js";
import { Refusal } from "../ways/refusal.jsx";
import { Ways } from "../ways/ways.jsx";
import { usePolling } from "./polling.js";
import { start } from "./rest.js";
import { boardOf, isBusy, toneOf, word } from "./words.js";

function BatchRow({ row }) {
  const t = useT();
  const percent = row.percent ?? 0;
  return (
    <li className="vg-batch-row" data-testid="batch-row" data-status={row.status}>
      <span className="vg-num vg-batch-n">{row.row}</span>
      <a href={boardOf(row.projectId)} className="vg-batch-title">{row.title || t("projects.untitled")}</a>
      <span className="vg-batch-standing"><Badge tone={toneOf(row.status)}>{word(t, "status", row.status)}</Badge>{isBusy(row.status) && <span className="vg-bar" role="progressbar" aria-label={row.title} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}><i style={{ width: `${percent}%` }} /></span>}</span>
      {row.videoUrl ? <a className="vg-icon-btn" href={row.videoUrl} target="_blank" rel="noreferrer" aria-label={t("projects.watch")} title={t("projects.watch")}><Icon of={Play} /></a> : <span />}
      {row.error && <p className="vg-field-error" role="alert">{t.error(row.error)} {t.remedy(row.error)}</p>}
    </li>
  );
}

// What is missing, at the price that is shown. n: how many rows.
function Rest({ id, n, onStarted }) {
  const t = useT();
  const path = `/api/projects/batches/${id}/resume`;
  const [price] = useResource(path);
  const resume = useAction();
  const isShort = price && !price.unlimited && price.total > price.available;
  const ways = { cheaper: undefined, demo: { text: t("ways.own_choices") }, className: "vg-ways-wide" };
  const again = async (most = price?.total) => {
    const given = most === undefined ? await call("GET", path) : { data: { total: most } };
    if (await resume.run(() => (given.error ? given : start(path, { maxCredits: given.data.total })))) onStarted();
  };
  return (
    <>
      <p className="vg-batch-go"><span className="vg-hint">{t("projects.batch_missing", { n })}</span><Button small busy={resume.isBusy} disabled={isShort} onClick={() => again()} testId="batch-resume"><Icon of={RotateCw} size={14} /><span>{t("projects.batch_resume")}{price && <><span aria-hidden="true"> · </span><span className="vg-num" data-testid="batch-resume-price" data-credits={price.total}>{price.total ? t("credits.count", { n: price.total }) : t("projects.free")}</span></>}</span></Button></p>
      {isShort && <Ways required={price.total} available={price.available} isCalm={!resume.error} {...ways} />}
      {!isShort && <Refusal error={resume.error} ways={ways} onStart={again} onDismiss={resume.clear} isBusy={resume.isBusy} testId="batch-refused" />}
    </>
  );
}

function Open({ id, onChanged }) {
  const t = useT();
  const [batch, error, reload] = useResource(`/api/projects/batches/${id}`);
  const rows = batch?.rows ?? [];
  const running = rows.filter((row) => isBusy(row.status)).length;
  const missing = rows.filter((row) => row.status !== "completed" && !isBusy(row.status));
  usePolling(reload, running > 0);
  return (
    <div className="vg-batch-open">
      <Problem error={error} />
      {!batch && !error && <Waiting tall={2} />}
      <ul>{rows.map((row) => <BatchRow key={row.row} row={row} />)}</ul>
      {missing.length > 0 && <Rest key={missing.map(({ row }) => row).join(" ")} id={id} n={missing.length} onStarted={async () => { await reload(); onChanged(); }} />}
    </div>
  );
}

function Batch({ batch, isOpen, onToggle, onChanged }) {
  const t = useT();
  const percent = batch.total ? Math.round((batch.completed / batch.total) * 100) : 0;
  return (
    <li className="vg-batch vg-card" data-testid="batch" data-batch={batch.id}>
      <button type="button" className="vg-batch-head" aria-expanded={isOpen} onClick={onToggle} data-testid="batch-open">
        <span className="vg-batch-name"><b>{batch.title || t("projects.batch_untitled")}</b><Ago at={batch.createdAt} className="vg-hint" /></span>
        <span className="vg-batch-far"><span className="vg-num">{t("projects.batch_far", { done: batch.completed, n: batch.total })}</span><span className="vg-bar" aria-hidden="true"><i style={{ width: `${percent}%` }} /></span></span>
        <Icon of={ChevronDown} size={18} className="vg-key-chevron" />
      </button>
      {isOpen && <Open id={batch.id} onChanged={onChanged} />}
    </li>
  );
}

// open: id of the batch that is looked at, the newest at first.
export function Batches({ list, error, open, onOpen, onChanged }) {
  const [isClosed, setClosed] = useState(false);
  const shown = isClosed ? "" : open || list[0]?.id;
  const toggle = (id) => { const isOpen = shown === id; setClosed(isOpen); onOpen(isOpen ? "" : id); };
  return (
    <>
      <Problem error={error} />
      <ul className="vg-batches" data-testid="batches">{list.map((batch) => <Batch key={batch.id} batch={batch} isOpen={shown === batch.id} onToggle={() => toggle(batch.id)} onChanged={onChanged} />)}</ul>
    </>
  );
}
