// The dashboard: what there is, how far it is, and what can be done with several at once.
import { useEffect, useRef, useState } from "react";
import { LayoutTemplate, Plus, Zap } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "../settings/settings.css";
import "./projects.css";
import "./rows.css";
import { Icon, Problem } from "../settings/parts.jsx";
import { useResource } from "../settings/rest.js";
import { useAddress } from "./address.js";
import { Batches } from "./batches.jsx";
import { Bulk } from "./bulk.jsx";
import { Deleting } from "./deleting.jsx";
import { Empty, NoMatch } from "./empty.jsx";
import { useMakers } from "./makers.jsx";
import { Pages } from "./pages.jsx";
import { usePillars } from "./pillars.jsx";
import { usePolling } from "./polling.js";
import { Rows } from "./rows.jsx";
import { useSelection } from "./selection.js";
import { Statistics } from "./statistics.jsx";
import { isFiltered, Tools, useView } from "./tools.jsx";
import { isBusy } from "./words.js";

const SIZE = 20;
const NAMES = ["status", "q", "pillar", "provider"];

const pathOf = (asked) => {
  const query = new URLSearchParams({ page: asked.page || "1", pageSize: String(SIZE) });
  for (const name of NAMES) if (asked[name]) query.set(name, asked[name]);
  return `/api/projects?${query}`;
};

function Head() {
  const t = useT();
  return (
    <header className="vg-projects-head">
      <div><h1>{t("projects.title")}</h1><p>{t("projects.text")}</p></div>
      <div className="vg-projects-ways">
        <a className="vg-btn vg-btn-quiet" href="/templates" data-testid="projects-templates"><Icon of={LayoutTemplate} />{t("templates.title")}</a>
        <a className="vg-btn vg-btn-plain" href="/generate" data-testid="projects-quick"><Icon of={Zap} />{t("projects.quick")}</a>
        <a className="vg-btn vg-btn-primary" href="/projects/new" data-testid="projects-new"><Icon of={Plus} />{t("projects.new")}</a>
      </div>
    </header>
  );
}

function Tabs({ value, batches, onChange }) {
  const t = useT();
  if (!batches?.length) return null;
  const tab = (name, text, n) => (
    <button type="button" role="tab" aria-selected={value === name} onClick={() => onChange({ tab: name === "batches" ? name : "", page: "" }, true)} data-testid={`projects-tab-${name}`}>{text}{n !== null && <i className="vg-num">{n}</i>}</button>
  );
  return <div className="vg-projects-tabs" role="tablist" aria-label={t("projects.title")}>{tab("projects", t("projects.tab_projects"), null)}{tab("batches", t("projects.tab_batches"), batches.length)}</div>;
}

function List({ asked, change, data, error, reload, makers, pillars }) {
  const t = useT();
  const [view, setView] = useView();
  const rows = data?.items ?? [];
  const selection = useSelection(rows);
  const [deleting, setDeleting] = useState([]);
  return (
    <>
      {(rows.length > 0 || isFiltered(asked)) && <Tools asked={asked} change={change} makers={makers} pillars={pillars} view={view} onView={setView} />}
      <Problem error={error} testId="projects-error" />
      {!data && !error && <div className="vg-rows" aria-busy="true">{[1, 2, 3, 4].map((n) => <div key={n} className="vg-skeleton vg-row-wait" />)}</div>}
      {rows.length > 0 && <Rows rows={rows} view={view} makers={makers} selection={selection} onDelete={(row) => setDeleting([row])} onChanged={reload} />}
      {data && !rows.length && !isFiltered(asked) && <Empty />}
      {data && !rows.length && isFiltered(asked) && <NoMatch onClear={() => change({ status: "", q: "", pillar: "", provider: "", page: "" })} />}
      {data && <Pages page={data.page} size={data.pageSize} total={data.total} onPage={(page) => { change({ page: page > 1 ? String(page) : "" }, true); window.scrollTo({ top: 0 }); }} label={t("projects.pages")} />}
      <Bulk selection={selection} onDelete={() => setDeleting(selection.rows)} onChanged={reload} />
      <Deleting rows={deleting} onClose={() => setDeleting([])} onGone={(gone) => { selection.drop(gone); reload(); }} />
    </>
  );
}

export function Projects() {
  const t = useT();
  const [asked, change, isRead] = useAddress();
  const path = pathOf(asked);
  const [data, error, reload] = useResource(path);
  const [batches, batchesError, reloadBatches] = useResource("/api/projects/batches");
  const [makers] = useMakers();
  const { pillars } = usePillars();
  const isBatches = asked.tab === "batches";
  const isRunning = Boolean(data?.statistics?.generating) || (data?.items ?? []).some((row) => isBusy(row.status));
  usePolling(async () => { await reload(); if (isBatches) await reloadBatches(); }, isRunning);
  const wasRunning = useRef(false);
  useEffect(() => {
    if (wasRunning.current && !isRunning) reloadBatches();
    wasRunning.current = isRunning;
  }, [isRunning]);
  const isEmpty = data && data.total === 0 && !data.statistics?.total && !isFiltered(asked);
  const list = batches?.items ?? [];
  return (
    <div className="vg-projects" data-ready={(isRead && Boolean(data)) || undefined} data-testid="projects">
      <Head />
      {isEmpty && !list.length ? <Empty /> : (
        <>
          <Statistics data={data?.statistics} status={asked.status} onStatus={(status) => change({ status, page: "", tab: "" })} />
          <Tabs value={isBatches ? "batches" : "projects"} batches={list} onChange={change} />
          {isBatches ? (
            <Batches list={list} error={batchesError} open={asked.batch} onOpen={(batch) => change({ batch })} onChanged={() => { reload(); reloadBatches(); }} />
          ) : (
            <List asked={asked} change={change} data={data} error={error} reload={reload} makers={makers} pillars={pillars} />
          )}
        </>
      )}
      <p className="vg-sr" role="status">{isRunning ? t("projects.running_now", { n: data.statistics?.generating ?? 0 }) : ""}</p>
    </div>
  );
}

