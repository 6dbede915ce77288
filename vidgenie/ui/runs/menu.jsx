// What can be done with one Run of the list.
import { useState } from "react";
import { Ban, Copy, FileJson, FolderKanban, RotateCcw, SquareArrowOutUpRight, Workflow } from "lucide-react";
import { Link, useNavigate } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { flat } from "../causes/causes.js";
import { ITEM, RowMenu } from "../dialog/row_menu.jsx";
import { Icon } from "../settings/parts.jsx";
import { cancel, copy } from "./acts.js";
import { usePrice } from "./again.js";
import { canRetry, graphOf, isUnderWay, priceText, projectOf, runOf, titleOf } from "./words.js";

// onRetry(most): starts it again; most: credits, the price that was shown.
export function RunMenu({ run, onChanged, onRetry }) {
  const t = useT();
  const navigate = useNavigate();
  const [error, setError] = useState(null);
  const [opened, setOpened] = useState(0);
  const isFailed = canRetry(run) && run.status !== "COMPLETED";
  const price = usePrice(opened && isFailed ? run.id : "", opened);
  // request, and what to do with what it answers.
  const act = (close, request, then) => async () => {
    const { data, error: problem } = await request();
    setError(problem ?? null);
    if (problem) return;
    close();
    onChanged();
    then?.(data);
  };
  return (
    <RowMenu label={t("runs.more_acts", { title: titleOf(t, run) })} className="vg-run-above" error={error && flat(error)} onOpen={() => { setError(null); setOpened((n) => n + 1); }} testId="run-menu">
      {(close) => (
        <>
          <Link to={runOf(run.id)} {...ITEM}><Icon of={SquareArrowOutUpRight} />{t("runs.open")}</Link>
          {isUnderWay(run) && run.status !== "CANCELLING" && <button type="button" {...ITEM} onClick={act(close, () => cancel(run.id))} data-testid="run-menu-cancel"><Icon of={Ban} />{t("runs.cancel")}</button>}
          {isFailed && <button type="button" {...ITEM} onClick={() => { close(); onRetry(price?.again); }} data-testid="run-menu-retry"><Icon of={RotateCcw} />{t("runs.retry")}<span className="vg-run-price" data-credits={price?.again}>{price && priceText(t, price.again)}</span></button>}
          <button type="button" {...ITEM} onClick={act(close, () => copy(run.id), (graph) => navigate(graphOf(graph.id)))} data-testid="run-menu-copy"><Icon of={Copy} />{t("runs.copy")}</button>
          {run.graphId && <Link to={graphOf(run.graphId)} {...ITEM} data-testid="run-menu-graph"><Icon of={Workflow} />{t("runs.open_graph")}</Link>}
          {run.projectId && <Link to={projectOf(run.projectId)} {...ITEM} data-testid="run-menu-project"><Icon of={FolderKanban} />{t("runs.open_project")}</Link>}
          {!isUnderWay(run) && <a href={`/api/workflow/receipt/${run.id}`} download {...ITEM} onClick={close}><Icon of={FileJson} />{t("runs.receipt")}</a>}
        </>
      )}
    </RowMenu>
  );
}
