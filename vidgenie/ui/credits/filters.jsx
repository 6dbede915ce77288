// What is looked for in the history: kind, words, days.
import { useEffect, useId, useState } from "react";
import { Download, Search } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { DayWords } from "../clock/clock.jsx";
import { useCalm } from "../cut/parts.jsx";
import { Button, Icon } from "../settings/parts.jsx";
import { csvOf, isFiltered, NOTHING, TYPES } from "./asking.js";

const CALM = 300; // ms nobody may type any more before it is looked for

// Typed, and looked for once nobody types any more.
function Typed({ label, value, onChange, testId, className, ...input }) {
  const id = useId();
  const [typed, setTyped] = useState(value ?? "");
  const calm = useCalm(typed, CALM);
  useEffect(() => { setTyped(value ?? ""); }, [value]);
  useEffect(() => { if (calm !== (value ?? "") && calm === typed) onChange(calm.trim()); }, [calm]);
  return <label className={className} htmlFor={id}><span>{label}</span><input id={id} className="vg-input" value={typed} onChange={(event) => setTyped(event.target.value)} data-testid={testId} {...input} /></label>;
}

export function Filters({ asked, change }) {
  const t = useT();
  const set = (name) => (value) => change({ [name]: value });
  return (
    <div className="vg-cr-filters" role="search" aria-label={t("credits.search")}>
      <div className="vg-chips" role="group" aria-label={t("credits.kind")}>
        {TYPES.map((type) => <button key={type} type="button" className="vg-chip" aria-pressed={(asked.type ?? "") === type} onClick={() => set("type")(type)} data-testid={`credits-type-${type || "all"}`}>{t.label("credits_word", `type_${type || "all"}`)}</button>)}
      </div>
      <div className="vg-cr-filters-line">
        <div className="vg-search"><Icon of={Search} size={17} /><Typed label={<span className="vg-sr">{t("credits.search")}</span>} value={asked.q} onChange={set("q")} type="search" placeholder={t("credits.search")} maxLength={200} testId="credits-search" /></div>
        <Typed className="vg-cr-day" label={<>{t("credits.from")}<DayWords day={asked.from} /></>} value={asked.from} onChange={set("from")} type="date" max={asked.to} testId="credits-from" />
        <Typed className="vg-cr-day" label={<>{t("credits.to")}<DayWords day={asked.to} /></>} value={asked.to} onChange={set("to")} type="date" min={asked.from} testId="credits-to" />
        {isFiltered(asked) && <Button small look="quiet" onClick={() => change(NOTHING)} testId="credits-clear">{t("credits.clear")}</Button>}
      </div>
    </div>
  );
}

export function CsvLink({ asked }) {
  const t = useT();
  return <a className="vg-btn vg-btn-plain vg-btn-small" href={csvOf(asked)} download title={t("credits.csv_title")} data-testid="credits-csv"><Icon of={Download} size={15} />{t("credits.csv")}</a>;
}
