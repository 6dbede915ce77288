// The versions of the Graph: by day, with why each was kept; to look at, compare, name and bring back.
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { BookmarkPlus, History, Pencil, RotateCcw, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "./doc.css";
import { Button, day, Icon, Problem, Waiting } from "../settings/parts.jsx";
import { saveVersion } from "./deciding.js";
import { doc } from "./doc.js";
import { ui } from "./selection.js";
import { renameVersion, restoreVersion, useVersions } from "./versions_list.js";

// What draws Graphs read-only is loaded when somebody looks at one.
const VersionView = lazy(() => import("./version_view.jsx"));
const LONGEST = 120; // characters, graphs/tables.py
const toggle = () => ui.set((old) => ({ ...old, panel: old.panel === "versions" ? "" : "versions" }));

export { saveVersion };

export function VersionsButton() {
  const t = useT();
  const isOpen = ui.use(({ panel }) => panel === "versions");
  return <button type="button" className="vg-icon-btn" aria-expanded={isOpen} aria-label={t("graph.versions")} title={t("graph.versions")} onClick={toggle} data-testid="versions-button"><Icon of={History} size={17} /></button>;
}

function Naming({ version, onDone }) {
  const t = useT();
  const field = useRef(null);
  useEffect(() => field.current.select(), []);
  const isOver = useRef(false);
  const end = async (isKept) => {
    if (isOver.current) return;
    isOver.current = true;
    const name = field.current.value.trim();
    if (isKept && name !== version.name) await renameVersion(version.number, name);
    onDone();
  };
  const onKeyDown = (event) => {
    event.stopPropagation();
    if (event.key === "Enter" || event.key === "Escape") { event.preventDefault(); end(event.key === "Enter"); }
  };
  return <input ref={field} autoFocus className="vg-input" defaultValue={version.name} maxLength={LONGEST} placeholder={t("graph.version_name")} aria-label={t("graph.version_name")} onBlur={() => end(true)} onKeyDown={onKeyDown} data-testid={`version-${version.number}-name`} />;
}

function Version({ version, isNaming, onName, onNamed, onView }) {
  const t = useT();
  const { number, name, reason, nodes, createdAt } = version;
  const time = new Intl.DateTimeFormat(t.locale, { timeStyle: "short" }).format(new Date(createdAt));
  const [isBusy, setBusy] = useState(false);
  const restore = async () => { setBusy(true); await restoreVersion(number); setBusy(false); };
  const of = name || t("graph.version_n", { n: number });
  return (
    <li className="vg-version" data-testid={`version-${number}`} data-reason={reason}>
      {isNaming ? <Naming version={version} onDone={onNamed} /> : (
        <button type="button" className="vg-version-open" onClick={onView} data-testid={`version-${number}-view`}>
          <b>{of}</b>
          <small><time dateTime={createdAt}>{time}</time> · {t.label("graph_word", `reason_${reason}`)} · {t("graph.nodes", { n: nodes })}</small>
        </button>
      )}
      <button type="button" className="vg-icon-btn" onClick={onName} aria-label={t("graph.tool_of", { what: t("graph.rename"), name: of })} title={t("graph.rename")}><Icon of={Pencil} size={14} /></button>
      <button type="button" className="vg-icon-btn" onClick={restore} disabled={isBusy} aria-label={t("graph.tool_of", { what: t("graph.restore"), name: of })} title={t("graph.restore")} data-testid={`version-${number}-restore`}><Icon of={RotateCcw} size={15} /></button>
    </li>
  );
}

function Panel() {
  const t = useT();
  const id = doc.use((value) => value.id);
  const { items, cursor, error, isLoading, more, reload } = useVersions(id);
  const [naming, setNaming] = useState(0);
  const [viewed, setViewed] = useState(0);
  const head = useRef(null);
  useEffect(() => head.current?.focus({ preventScroll: true }), []);
  const days = Object.entries(Object.groupBy ? Object.groupBy(items, ({ createdAt }) => day(t, createdAt)) : items.reduce((all, one) => { (all[day(t, one.createdAt)] ??= []).push(one); return all; }, {}));
  const save = async () => { const version = await saveVersion(); if (version) { await reload(); setNaming(version.number); } };
  const onKeyDown = (event) => { if (event.key === "Escape" && !event.target.closest("dialog")) { event.stopPropagation(); toggle(); document.querySelector("[data-testid=versions-button]")?.focus(); } };
  return (
    <aside className="vg-versions" aria-label={t("graph.versions")} onKeyDown={onKeyDown} data-testid="versions-panel">
      <header>
        <h2 ref={head} tabIndex={-1}>{t("graph.versions")}</h2>
        <button type="button" className="vg-icon-btn" onClick={toggle} aria-label={t("graph.close")} title={t("graph.close")}><Icon of={X} size={17} /></button>
      </header>
      <Button small onClick={save} testId="version-save" title="Ctrl+S"><Icon of={BookmarkPlus} size={15} />{t("graph.save_version")}</Button>
      <Problem error={error} />
      {isLoading && <Waiting tall={2} />}
      {!isLoading && !items.length && !error && <p className="vg-graphs-none">{t("graph.no_versions")}</p>}
      <div className="vg-versions-list">
        {days.map(([name, list]) => (
          <section key={name} aria-label={name}>
            <h3>{name}</h3>
            <ul>{list.map((version) => <Version key={version.number} version={version} isNaming={naming === version.number} onName={() => setNaming(version.number)} onNamed={() => { setNaming(0); reload(); }} onView={() => setViewed(version.number)} />)}</ul>
          </section>
        ))}
        {cursor && <Button small look="quiet" onClick={more}>{t("graph.more")}</Button>}
      </div>
      {viewed > 0 && <Suspense fallback={null}><VersionView number={viewed} onClose={() => setViewed(0)} /></Suspense>}
    </aside>
  );
}

export function VersionsPanel() {
  const isOpen = ui.use(({ panel }) => panel === "versions");
  const isReady = doc.use(({ status }) => status === "ready");
  return isOpen && isReady ? <Panel /> : null;
}
