// What is looked for: words, state, pillar, Provider; and whether as a list or as pictures.
import { useEffect, useState } from "react";
import { LayoutGrid, List, Search } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { useCalm } from "../cut/parts.jsx";
import { Icon } from "../settings/parts.jsx";
import { pillarText, STATUSES, word } from "./words.js";

const CALM = 300; // ms nobody may type any more before it is looked for
const KEPT = "vg_projects_view";

export const isFiltered = ({ status, q, pillar, provider }) => Boolean(status || q || pillar || provider);

// "list" or "grid", as this browser was left.
export const useView = () => {
  const [view, setView] = useState("list");
  useEffect(() => { try { setView(window.localStorage.getItem(KEPT) === "grid" ? "grid" : "list"); } catch { /* storage is off */ } }, []);
  const choose = (chosen) => {
    setView(chosen);
    try { window.localStorage.setItem(KEPT, chosen); } catch { /* storage is off: only this visit knows */ }
  };
  return [view, choose];
};

function Filter({ label, all, value, choices, onChange, testId }) {
  return (
    <select className="vg-input vg-filter" aria-label={label} value={value ?? ""} data-on={Boolean(value) || undefined} onChange={(event) => onChange(event.target.value)} data-testid={testId}>
      <option value="">{all}</option>
      {choices.map(([one, text]) => <option key={one} value={one}>{text}</option>)}
    </select>
  );
}

export function Tools({ asked, change, makers, pillars, view, onView }) {
  const t = useT();
  const [typed, setTyped] = useState(asked.q ?? "");
  const calm = useCalm(typed, CALM);
  useEffect(() => { setTyped(asked.q ?? ""); }, [asked.q]);
  useEffect(() => { if (calm !== (asked.q ?? "") && calm === typed) change({ q: calm.trim() ? calm : "", page: "" }); }, [calm]);
  const filter = (name) => (value) => change({ [name]: value, page: "" });
  const looks = [["list", List, t("projects.as_list")], ["grid", LayoutGrid, t("projects.as_grid")]];
  return (
    <div className="vg-projects-tools" role="search" aria-label={t("projects.search")}>
      <div className="vg-search">
        <Icon of={Search} size={17} />
        <input className="vg-input" type="search" aria-label={t("projects.search")} placeholder={t("projects.search")} value={typed} maxLength={200} onChange={(event) => setTyped(event.target.value)} data-testid="project-search" />
      </div>
      <Filter label={t("projects.filter_status")} all={t("projects.all_statuses")} value={asked.status} choices={STATUSES.map((one) => [one, word(t, "status", one)])} onChange={filter("status")} testId="project-filter-status" />
      <Filter label={t("projects.filter_pillar")} all={t("projects.all_pillars")} value={asked.pillar} choices={pillars.map((one) => [one.name, pillarText(t, one.name)])} onChange={filter("pillar")} testId="project-filter-pillar" />
      <Filter label={t("projects.filter_provider")} all={t("projects.all_providers")} value={asked.provider} choices={(makers?.video ?? []).map((one) => [one.slug, one.title])} onChange={filter("provider")} testId="project-filter-provider" />
      <div className="vg-segments vg-view" role="group" aria-label={t("projects.view")}>
        {looks.map(([one, icon, text]) => <button key={one} type="button" className="vg-icon-btn" aria-pressed={view === one} aria-label={text} title={text} onClick={() => onView(one)} data-testid={`project-view-${one}`}><Icon of={icon} size={17} /></button>)}
      </div>
    </div>
  );
}
