// What is looked for: words, state, where it came from, Provider, days, credits.
import { useEffect, useId, useState } from "react";
import { ListFilter, Search, Workflow, X } from "lucide-react";
import { MAKERS } from "$/utils/vidgenie_causes";
import { useT } from "$/utils/vidgenie_i18n";
import { DayWords } from "../clock/clock.jsx";
import { useCalm } from "../cut/parts.jsx";
import { Button, Icon } from "../settings/parts.jsx";

const CALM = 300; // ms nobody may type any more before it is looked for
const SOURCES = ["graph", "api", "project"];
const LESS_USED = ["source", "provider", "from", "to", "minCredits", "maxCredits"];
const ALL = ["status", "q", "graphId", ...LESS_USED];
const TABS = ["", "active", "completed", "failed", "cancelled", "doubt", "unknown"];
const ALWAYS = 5; // of the tabs; the others only where there is something in them

export const isFiltered = (asked) => ALL.some((name) => asked[name]);
export const NOTHING = Object.fromEntries(ALL.map((name) => [name, ""]));

function Tabs({ asked, counts, change }) {
  const t = useT();
  const shown = TABS.filter((tab, place) => place < ALWAYS || counts?.[tab] > 0 || asked.status === tab);
  return (
    <div className="vg-runs-tabs" role="group" aria-label={t("runs.filter_status")}>
      {shown.map((tab) => (
        <button key={tab} type="button" aria-pressed={(asked.status ?? "") === tab} onClick={() => change({ status: tab }, true)} data-testid={`runs-tab-${tab || "all"}`}>
          {t.label("runs_word", `tab_${tab || "all"}`)}{counts && <i className="vg-num">{new Intl.NumberFormat(t.locale).format(counts[tab || "all"] ?? 0)}</i>}
        </button>
      ))}
    </div>
  );
}

function Pick({ label, all, value, choices, onChange, testId }) {
  return (
    <select className="vg-input vg-runs-pick" aria-label={label} value={value ?? ""} data-on={Boolean(value) || undefined} onChange={(event) => onChange(event.target.value)} data-testid={testId}>
      <option value="">{all}</option>
      {choices.map(([one, text]) => <option key={one} value={one}>{text}</option>)}
    </select>
  );
}

// Typed, and looked for once nobody types any more.
function Typed({ label, value, onChange, testId, ...input }) {
  const id = useId();
  const [typed, setTyped] = useState(value ?? "");
  const calm = useCalm(typed, CALM);
  useEffect(() => { setTyped(value ?? ""); }, [value]);
  useEffect(() => { if (calm !== (value ?? "") && calm === typed) onChange(calm.trim()); }, [calm]);
  return <label className="vg-runs-typed" htmlFor={id}><span>{label}</span><input id={id} className="vg-input" value={typed} onChange={(event) => setTyped(event.target.value)} data-testid={testId} {...input} /></label>;
}

export function Tools({ asked, counts, change, graphName }) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const on = LESS_USED.filter((name) => asked[name]).length;
  const set = (name) => (value) => change({ [name]: value }, true);
  const makers = Object.entries(MAKERS).map(([slug, [title]]) => [slug, title]).sort((a, b) => a[1].localeCompare(b[1]));
  const most = { type: "number", min: 0, step: 1, inputMode: "numeric", placeholder: "–" };
  return (
    <div className="vg-runs-tools" role="search" aria-label={t("runs.search")} data-open={isOpen || undefined}>
      <Tabs asked={asked} counts={counts} change={change} />
      <div className="vg-runs-line">
        <div className="vg-search vg-runs-search"><Icon of={Search} size={17} /><Typed label={<span className="vg-sr">{t("runs.search")}</span>} value={asked.q} onChange={(q) => change({ q })} type="search" placeholder={t("runs.search")} maxLength={200} testId="runs-search" /></div>
        <button type="button" className="vg-btn vg-btn-plain vg-runs-toggle" aria-expanded={isOpen} aria-controls="runs-filters" onClick={() => setOpen(!isOpen)} data-testid="runs-filters-button"><Icon of={ListFilter} />{t("runs.filters")}{on > 0 && <i className="vg-num">{on}</i>}</button>
        <Pick label={t("runs.filter_source")} all={t("runs.all_sources")} value={asked.source} choices={SOURCES.map((one) => [one, t.label("runs_word", `source_${one}`)])} onChange={set("source")} testId="runs-source" />
        <Pick label={t("runs.filter_provider")} all={t("runs.all_providers")} value={asked.provider} choices={makers} onChange={set("provider")} testId="runs-provider" />
      </div>
      <div id="runs-filters" className="vg-runs-filters">
        <Typed label={<>{t("runs.from")}<DayWords day={asked.from} /></>} value={asked.from} onChange={set("from")} type="date" max={asked.to} testId="runs-from" />
        <Typed label={<>{t("runs.to")}<DayWords day={asked.to} /></>} value={asked.to} onChange={set("to")} type="date" min={asked.from} testId="runs-to" />
        <Typed label={t("runs.min_credits")} value={asked.minCredits} onChange={set("minCredits")} {...most} testId="runs-min" />
        <Typed label={t("runs.max_credits")} value={asked.maxCredits} onChange={set("maxCredits")} {...most} testId="runs-max" />
        {asked.graphId && <Button small onClick={() => set("graphId")("")} testId="runs-graph-clear" aria-label={t("runs.any_graph")}><Icon of={Workflow} size={14} />{graphName || t("runs.graph")}<Icon of={X} size={14} /></Button>}
        {isFiltered(asked) && <Button small look="quiet" onClick={() => change(NOTHING, true)} testId="runs-clear">{t("runs.clear")}</Button>}
      </div>
    </div>
  );
}
