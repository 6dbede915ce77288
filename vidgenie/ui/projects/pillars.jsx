// What kind of video it is: tips, education, a story, or a pillar of one's own, made on the spot.
import { useId, useState } from "react";
import { Plus } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon, Problem } from "../settings/parts.jsx";
import { call, useAction, useResource } from "../settings/rest.js";
import { PILLARS, pillarText, word } from "./words.js";

const LONGEST = 40; // characters of a name, as in nodes/script.py
const LONGEST_NOTE = 1000;

// {pillars: [{name, note}], ours first; reload}
export const usePillars = () => {
  const [data, error, reload] = useResource("/api/pillars");
  const own = (data?.items ?? []).filter((one) => !PILLARS.includes(one.name));
  return { pillars: [...PILLARS.map((name) => ({ name, note: "" })), ...own], error, reload };
};

function NewPillar({ taken, onMade, onClose }) {
  const t = useT();
  const id = useId();
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const saving = useAction();
  const clean = name.trim();
  const isTaken = taken.some((one) => one.toLowerCase() === clean.toLowerCase());
  const save = async () => {
    if (!clean || isTaken) return;
    const kept = await saving.run(() => call("PUT", "/api/pillars", { name: clean, note: note.trim() }));
    if (kept) onMade(kept.name ?? clean);
  };
  const onKeyDown = (event) => {
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); save(); }
  };
  return (
    <div className="vg-new-pillar" onKeyDown={onKeyDown} data-testid="pillar-new-form">
      <div className="vg-field">
        <label className="vg-label" htmlFor={`${id}n`}>{t("wizard.pillar_name")}</label>
        <input id={`${id}n`} className="vg-input" value={name} maxLength={LONGEST} autoFocus aria-invalid={isTaken} onChange={(event) => setName(event.target.value)} data-testid="pillar-name" />
        {isTaken && <p className="vg-field-error" role="alert">{t("wizard.pillar_taken")}</p>}
      </div>
      <div className="vg-field">
        <label className="vg-label" htmlFor={`${id}t`}>{t("wizard.pillar_note")}</label>
        <textarea id={`${id}t`} className="vg-input" rows={2} value={note} maxLength={LONGEST_NOTE} placeholder={t("wizard.pillar_note_example")} onChange={(event) => setNote(event.target.value)} data-testid="pillar-note" />
      </div>
      <Problem error={saving.error} />
      <div className="vg-new-pillar-go"><Button small look="primary" disabled={!clean || isTaken} busy={saving.isBusy} onClick={save} testId="pillar-save">{t("wizard.pillar_save")}</Button><Button small look="quiet" onClick={onClose}>{t("settings.cancel")}</Button></div>
    </div>
  );
}

export function PillarPick({ value, onChange }) {
  const t = useT();
  const name = useId();
  const { pillars, error, reload } = usePillars();
  const [isMaking, setMaking] = useState(false);
  const known = pillars.some((one) => one.name === value) || !value ? pillars : [...pillars, { name: value, note: "" }];
  const made = async (one) => { await reload(); setMaking(false); onChange(one); };
  const chosen = known.find((one) => one.name === value);
  return (
    <fieldset className="vg-pillars" data-testid="project-pillar">
      <legend className="vg-label">{t("wizard.pillar")}</legend>
      <div className="vg-pillar-row">
        {known.map((one) => (
          <label key={one.name} className="vg-pillar" data-on={value === one.name || undefined}>
            <input type="radio" name={name} checked={value === one.name} onChange={() => onChange(one.name)} data-testid={`pillar-${one.name}`} />
            <span>{pillarText(t, one.name)}</span>
          </label>
        ))}
        <button type="button" className="vg-pillar vg-pillar-add" aria-expanded={isMaking} onClick={() => setMaking(!isMaking)} data-testid="pillar-new"><span><Icon of={Plus} size={15} />{t("wizard.pillar_new")}</span></button>
      </div>
      {chosen && !isMaking && (PILLARS.includes(chosen.name) ? <p className="vg-hint">{word(t, "pillar_text", chosen.name)}</p> : chosen.note && <p className="vg-hint">{chosen.note}</p>)}
      <Problem error={error} />
      {isMaking && <NewPillar taken={known.map((one) => one.name)} onMade={made} onClose={() => setMaking(false)} />}
    </fieldset>
  );
}
