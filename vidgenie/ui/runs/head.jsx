// Which Run it is, where it stands, what it cost, and what can be done with it.
import { ArrowLeft, Ban, Copy, FileJson, FolderKanban, Repeat, RotateCcw, Workflow } from "lucide-react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { titleOf as makerTitle } from "../causes/causes.js";
import { Dollars } from "../money/money.jsx";
import { Ago, Badge, Button, Icon, Sure } from "../settings/parts.jsx";
import { Providers, Source } from "./rows.jsx";
import { canRetry, creditsText, graphOf, isUnderWay, priceText, progressText, projectOf, statusOf, statusText, titleOf, tookText, toneOf } from "./words.js";

// Of what was made here, by the Providers' own word, else as was expected.
const billsOf = (log) => log
  .filter((line) => line.status === "success" && !line.reusedFrom && (line.costUsd ?? line.estimateUsd))
  .map((line) => ({ provider: makerTitle(line.provider), microUsd: (line.costUsd ?? line.estimateUsd) * 1e6, isCharged: line.costUsd !== null }));

function Acts({ run, act }) {
  const t = useT();
  const { price } = act;
  return (
    <div className="vg-run-acts">
      {isUnderWay(run) && <Button look="danger" small busy={act.isBusy} disabled={run.status === "CANCELLING"} onClick={act.cancel} testId="run-cancel"><Icon of={Ban} size={15} />{t("runs.cancel")}</Button>}
      {canRetry(run) && run.status !== "COMPLETED" && <Button look="primary" small busy={act.isBusy} onClick={() => act.retry({ most: price?.again })} title={t("runs.retry_hint")} testId="run-retry"><Icon of={RotateCcw} size={15} /><span>{t("runs.retry")}{price && <><span aria-hidden="true"> · </span><span className="vg-num" data-testid="run-retry-price" data-credits={price.again}>{priceText(t, price.again)}</span></>}</span></Button>}
      {canRetry(run) && run.status === "COMPLETED" && <Sure icon={Repeat} question={price ? t("runs.anew_sure_price", { price: t("credits.count", { n: price.anew }) }) : t("runs.anew_sure")} yes={t("runs.anew_yes")} label={t("runs.anew_hint")} busy={act.isBusy} onYes={() => act.retry({ anew: true, most: price?.anew })} testId="run-anew">{t("runs.anew")}</Sure>}
      {run.projectId && <Link className="vg-btn vg-btn-plain vg-btn-small" to={projectOf(run.projectId)}><Icon of={FolderKanban} size={15} />{t("runs.open_project")}</Link>}
      {run.graphId && <Link className="vg-btn vg-btn-plain vg-btn-small" to={graphOf(run.graphId)} title={t("runs.open_graph_hint")} data-testid="run-open-graph"><Icon of={Workflow} size={15} />{t("runs.open_graph")}</Link>}
      <Button small busy={act.isBusy} onClick={act.copy} testId="run-copy"><Icon of={Copy} size={15} />{t("runs.copy")}</Button>
      {!isUnderWay(run) && <a className="vg-btn vg-btn-plain vg-btn-small" href={`/api/workflow/receipt/${run.id}`} download title={t("running.receipt_title")} data-testid="run-receipt"><Icon of={FileJson} size={15} />{t("runs.receipt")}</a>}
    </div>
  );
}

// run: as the list has it, with what the events tell. act: {isBusy, price, cancel, retry, copy}.
export function Head({ run, log, act }) {
  const t = useT();
  const isOn = isUnderWay(run);
  return (
    <header className="vg-run-head">
      <Link className="vg-run-back" to="/runs" data-testid="run-back"><Icon of={ArrowLeft} size={15} />{t("runs.title")}</Link>
      <div className="vg-run-top">
        <h1>{titleOf(t, run)}</h1>
        <Acts run={run} act={act} />
      </div>
      <div className="vg-run-line">
        <Badge tone={run.decideUntil ? "warn" : toneOf(run)} data-testid="run-state" data-status={statusOf(run)}>{statusText(t, run)}</Badge>
        <span className="vg-num" data-testid="run-far">{progressText(t, run)}</span>
        <span className="vg-num" title={isOn ? t("runs.held") : t("runs.charged")} data-testid="run-credits" data-credits={run.credits}>{creditsText(t, run)}</span>
        <Dollars bills={billsOf(log)} className="vg-num" testId="run-dollars" />
        {!isOn && tookText(t, run.seconds) && <span className="vg-num" title={t("runs.took")}>{tookText(t, run.seconds)}</span>}
        <Providers slugs={run.providers} />
        <Ago at={run.createdAt} />
        <Source run={run} />
      </div>
      {isOn && <span className="vg-bar" role="progressbar" aria-label={t("runs.progress", { title: titleOf(t, run) })} aria-valuemin={0} aria-valuemax={100} aria-valuenow={run.progress} data-live data-testid="run-progress"><i style={{ width: `${run.progress}%` }} /></span>}
    </header>
  );
}
