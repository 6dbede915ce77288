// Theme, pillar, language, hook and call to action: what the script is written from.
import { Info } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { LanguagePick } from "../cut/voices.jsx";
import { Icon } from "../settings/parts.jsx";
import { useResource } from "../settings/rest.js";
import { HEAD } from "./fields.js";
import { Popover } from "./popover.jsx";
import { useHead } from "./project.js";
import { change, useValue } from "./saving.js";

const PILLARS = ["tips", "education", "story"];

const useField = (field) => useValue(HEAD, field, useHead((head) => head[field]) ?? "");

function Line({ field, label, rows = 1, most }) {
  const value = useField(field);
  return (
    <label className="vg-field"><span className="vg-label">{label}</span>
      <textarea className="vg-input vg-about-text" rows={rows} maxLength={most} value={value} onChange={(event) => change(HEAD, { [field]: event.target.value })} data-testid={`project-${field}`} />
    </label>
  );
}

function Fields() {
  const t = useT();
  const pillar = useField("pillar");
  const language = useField("language");
  const [own] = useResource("/api/pillars");
  const names = [...new Set([...PILLARS, ...(own?.items ?? own?.pillars ?? []).map(({ name }) => name), pillar])].filter(Boolean);
  return (
    <div className="vg-about">
      <h2>{t("board.about")}</h2>
      <Line field="theme" label={t("board.theme")} rows={2} most={500} />
      <div className="vg-about-pair">
        <label className="vg-field"><span className="vg-label">{t("board.pillar")}</span>
          <select className="vg-input" value={pillar} onChange={(event) => change(HEAD, { pillar: event.target.value }, true)} data-testid="project-pillar">
            {names.map((name) => <option key={name} value={name}>{PILLARS.includes(name) ? t.label("board_word", `pillar_${name}`) : name}</option>)}
          </select>
        </label>
        <LanguagePick value={language} onChange={(one) => change(HEAD, { language: one }, true)} />
      </div>
      <Line field="hook" label={t("board.hook")} most={300} />
      <Line field="callToAction" label={t("board.call_to_action")} most={300} />
    </div>
  );
}

export function About() {
  const t = useT();
  const pillar = useField("pillar");
  const language = useField("language");
  return (
    <Popover look="vg-board-about" label={t("board.about")} button={<><Icon of={Info} size={14} /><span>{PILLARS.includes(pillar) ? t.label("board_word", `pillar_${pillar}`) : pillar}</span><span>{language.toUpperCase()}</span></>} className="vg-pop-wide" testId="project-about"><Fields /></Popover>
  );
}
