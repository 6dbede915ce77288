// One's own script: pasted, and seen at once as Segments with the time each takes to say.
import { useId } from "react";
import { Clapperboard } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { useCalm } from "../cut/parts.jsx";
import { Icon } from "../settings/parts.jsx";
import { cutOf, MOST_LETTERS } from "./paste.js";
import { Spoken } from "./spoken.jsx";

const CALM = 200; // ms
const MOST = 60; // Segments of a Project

export function Paste({ values, isAsked, onChange }) {
  const t = useT();
  const id = useId();
  const calm = useCalm(values.script, CALM);
  const pieces = cutOf(calm, values.language, values.voice?.speed);
  const length = values.script.length;
  const problem = isAsked && !values.script.trim() ? t("wizard.script_empty") : length > MOST_LETTERS ? t("wizard.script_long", { n: length - MOST_LETTERS }) : pieces.length > MOST ? t("wizard.script_segments", { n: pieces.length, most: MOST }) : "";
  return (
    <>
      <div className="vg-field">
        <label className="vg-label" htmlFor={id}>{t("wizard.script")}</label>
        <textarea id={id} className="vg-input vg-script" rows={8} value={values.script} placeholder={t("wizard.script_example")} aria-invalid={Boolean(problem)} aria-describedby={`${id}-note`} onChange={(event) => onChange({ script: event.target.value })} data-testid="project-script" />
        {problem ? <p id={`${id}-note`} className="vg-field-error" role="alert">{problem}</p> : <p id={`${id}-note`} className="vg-hint">{t("wizard.script_hint")}</p>}
      </div>
      {pieces.length > 0 && (
        <section className="vg-cut-preview-list" aria-label={t("wizard.script_cut", { n: pieces.length })} data-testid="paste-preview">
          <h3>{t("wizard.script_cut", { n: pieces.length })}</h3>
          <ol>
            {pieces.map((piece, place) => (
              <li key={place}>
                <span className="vg-num">{place + 1}</span>
                <div><p>{piece.text || t("wizard.script_silent")}</p>{piece.prompt && <small><Icon of={Clapperboard} size={13} />{piece.prompt}</small>}</div>
                <Spoken text={piece.text} seconds={5} language={values.language} speed={values.voice?.speed} />
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}
