// What is looked for among the Templates.
import { Search } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Choice } from "../cut/parts.jsx";
import { Icon } from "../settings/parts.jsx";
import { word } from "./facts.jsx";
import { KINDS, TRAITS } from "./search.js";

export function Filters({ asked, onChange }) {
  const t = useT();
  const turn = (name) => onChange({ ...asked, traits: asked.traits.includes(name) ? asked.traits.filter((one) => one !== name) : [...asked.traits, name] });
  return (
    <div className="vg-tpl-filters" role="search" aria-label={t("templates.search")}>
      <div className="vg-search">
        <Icon of={Search} size={17} />
        <input className="vg-input" type="search" aria-label={t("templates.search")} placeholder={t("templates.search")} value={asked.q} maxLength={200} onChange={(event) => onChange({ ...asked, q: event.target.value })} data-testid="template-search" />
      </div>
      <Choice label={t("templates.kind")} hidesLabel value={asked.kind} choices={KINDS.map((one) => [one, word(t, "kinds", one)])} onChange={(kind) => onChange({ ...asked, kind })} testId="template-kind" />
      <div className="vg-tpl-traits" role="group" aria-label={t("templates.traits")}>
        {Object.keys(TRAITS).map((name) => <button key={name} type="button" className="vg-tpl-trait" aria-pressed={asked.traits.includes(name)} onClick={() => turn(name)} data-testid={`template-trait-${name}`}>{word(t, "trait", name)}</button>)}
      </div>
    </div>
  );
}
