// Everything that was made, or was not: found, followed, started again, taken to the canvas.
import { History, SearchX, Workflow } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "../settings/settings.css";
import "../projects/rows.css";
import "./runs.css";
import { useAddress } from "../projects/address.js";
import { Button, Icon, Problem } from "../settings/parts.jsx";
import { useRuns } from "./list.js";
import { Rows } from "./rows.jsx";
import { isFiltered, NOTHING, Tools } from "./tools.jsx";

function Empty() {
  const t = useT();
  return (
    <div className="vg-card vg-empty" data-testid="runs-empty">
      <span className="vg-empty-icon"><Icon of={History} size={24} /></span>
      <p className="vg-empty-title">{t("runs.empty")}</p>
      <p className="vg-empty-text">{t("runs.empty_text")}</p>
      <a className="vg-btn vg-btn-primary" href="/create"><Icon of={Workflow} />{t("runs.empty_go")}</a>
    </div>
  );
}

function NoMatch({ onClear }) {
  const t = useT();
  return (
    <div className="vg-card vg-empty" data-testid="runs-none">
      <span className="vg-empty-icon"><Icon of={SearchX} size={24} /></span>
      <p className="vg-empty-title">{t("runs.no_match")}</p>
      <Button onClick={onClear}>{t("runs.clear")}</Button>
    </div>
  );
}

export function Runs() {
  const t = useT();
  const [asked, change, isRead] = useAddress();
  const { items, next, counts, error, underWay, isMore, reload, more } = useRuns(asked, isRead);
  const isEmpty = items && !items.length;
  return (
    <div className="vg-runs" data-ready={Boolean(items) || undefined} data-testid="runs">
      <header className="vg-runs-head"><h1>{t("runs.title")}</h1><p>{t("runs.text")}</p></header>
      {(isFiltered(asked) || !isEmpty) && <Tools asked={asked} counts={counts} change={change} graphName={items?.[0]?.graphName} />}
      <Problem error={error} testId="runs-error" />
      {!items && !error && <div className="vg-runs-list" aria-busy="true">{[1, 2, 3, 4, 5].map((n) => <div key={n} className="vg-skeleton vg-run-wait" />)}</div>}
      {items?.length > 0 && <Rows runs={items} onChanged={reload} />}
      {isEmpty && (isFiltered(asked) ? <NoMatch onClear={() => change(NOTHING, true)} /> : <Empty />)}
      {next && <p className="vg-runs-next"><Button busy={isMore} onClick={more} testId="runs-more">{t("runs.more")}</Button></p>}
      <p className="vg-sr" role="status">{underWay > 0 ? t("runs.under_way", { n: underWay }) : ""}</p>
    </div>
  );
}
