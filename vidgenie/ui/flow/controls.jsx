// The fields a form is made of. Each: {field, value, locked, onChange(value, {typing})}; field: see catalog.js.
import { useEffect, useId, useState } from "react";
import { Dices } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";

const WIDE = ["provider", "theme", "title", "asset", "brand", "bed", "voice", "pillar"];
const MINUTE_STEPS = 0.05;

// An imported Graph may hold anything.
const languageName = (t, code) => { try { return new Intl.DisplayNames(t.locale, { type: "language" }).of(code); } catch { return code; } };

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
export const nameOfField = (t, name) => capital(t.label("field", name));

// What a value of a field is called: "8 s", "Vivid", "French".
export const nameOfValue = (t, field, value) => {
  if (value === true || value === false) return value ? t("form.yes") : t("form.no");
  if (field.name === "language") return value ? capital(languageName(t, String(value))) : "";
  if (value === "" || value === null || value === undefined) return field.titles?.[""] ? t("form.automatic_as", { name: field.titles[""] }) : t("form.automatic");
  if (field.titles?.[value]) return field.titles[value];
  if (typeof value === "number") return new Intl.NumberFormat(t.locale).format(value);
  return field.values && !field.isOpen ? t.label("option", String(value)) : String(value);
};

export function Labelled({ field, children, hint }) {
  const t = useT();
  return (
    <label className={`vg-node-field ${WIDE.includes(field.name) || field.kind === "longtext" ? "vg-node-field-wide" : ""}`}>
      <span>{nameOfField(t, field.name)}</span>
      {children}
      {hint && <small className="vg-node-hint">{hint}</small>}
    </label>
  );
}

// options: [{value, text, disabled}]; what is chosen is shown also when it is not among them.
export function Options({ field, value, locked, options, onChange, labelled = true }) {
  const t = useT();
  const shown = value === null || value === undefined ? "" : String(value);
  const isKnown = options.some((one) => String(one.value) === shown);
  const select = (
    <select className="vg-input nodrag" value={shown} disabled={locked} data-field={field.name} aria-label={labelled ? undefined : nameOfField(t, field.name)}
      onChange={(event) => onChange(options.find((one) => String(one.value) === event.target.value)?.value)}>
      {!isKnown && <option value={shown} disabled>{shown ? nameOfValue(t, field, value) : t("form.choose")}</option>}
      {options.map((one) => <option key={String(one.value)} value={String(one.value)} disabled={one.disabled}>{one.text}</option>)}
    </select>
  );
  return labelled ? <Labelled field={field}>{select}</Labelled> : select;
}

export function Select({ field, value, locked, onChange }) {
  const t = useT();
  return <Options field={field} value={value} locked={locked} onChange={onChange} options={(field.values ?? []).map((one) => ({ value: one, text: nameOfValue(t, field, one) }))} />;
}

export function Switch({ field, value, locked, onChange }) {
  const t = useT();
  return (
    <label className="vg-node-switch">
      <input type="checkbox" className="nodrag" checked={value === true} disabled={locked} data-field={field.name} onChange={(event) => onChange(event.target.checked)} />
      <span>{nameOfField(t, field.name)}</span>
    </label>
  );
}

const shownOf = (value) => (value === null || value === undefined ? "" : String(value));

// A number: what is typed counts as soon as it is one within the limits; the rest is put right on leaving.
export function Figure({ field, value, locked, onChange, children }) {
  const t = useT();
  const [text, setText] = useState(shownOf(value));
  useEffect(() => setText(shownOf(value)), [value]);
  const isWhole = field.kind !== "decimal";
  const read = (typed) => (typed.trim() === "" ? null : Number(typed.replace(",", ".")));
  const isGood = (one) => Number.isFinite(one) && one >= (field.least ?? one) && one <= (field.most ?? one) && (!isWhole || Number.isInteger(one));
  const type = (typed) => {
    setText(typed);
    const one = read(typed);
    if (one !== null && isGood(one)) onChange(one, { typing: true });
  };
  const leave = () => {
    const one = read(text);
    if (one === null && field.nullable) { if (value !== null && value !== undefined) onChange(null); return; }
    if (one === null || !Number.isFinite(one)) { setText(shownOf(value)); return; }
    const kept = Math.min(field.most ?? one, Math.max(field.least ?? one, isWhole ? Math.trunc(one) : one));
    setText(shownOf(kept));
    if (kept !== value) onChange(kept);
  };
  return (
    <Labelled field={field}>
      <span className="vg-node-line">
        <input className="vg-input nodrag" type="number" inputMode={isWhole ? "numeric" : "decimal"} step={isWhole ? 1 : MINUTE_STEPS} min={field.least} max={field.most} value={text} disabled={locked} placeholder={field.nullable ? t("form.automatic") : undefined} data-field={field.name}
          aria-invalid={text !== "" && !isGood(read(text)) ? true : undefined} onChange={(event) => type(event.target.value)} onBlur={leave} onKeyDown={(event) => event.key === "Enter" && leave()} />
        {children}
      </span>
    </Labelled>
  );
}

const HIGHEST_ROLL = 999_999;
export function Seed(props) {
  const t = useT();
  const roll = () => props.onChange(Math.floor(Math.random() * HIGHEST_ROLL) + 1);
  return <Figure {...props}><button type="button" className="vg-node-roll nodrag" disabled={props.locked} onClick={roll} aria-label={t("form.roll")} title={t("form.roll")}><Dices size={16} aria-hidden="true" /></button></Figure>;
}

// suggestions: others may be typed in.
export function Text({ field, value, locked, onChange, suggestions = [] }) {
  const id = useId();
  const isLong = field.kind === "longtext";
  const given = { className: "vg-input nodrag nowheel", value: shownOf(value), disabled: locked, maxLength: field.most ?? undefined, "data-field": field.name, onChange: (event) => onChange(event.target.value, { typing: true }) };
  return (
    <Labelled field={field}>
      {isLong ? <textarea rows={3} {...given} /> : <input type="text" list={suggestions.length ? id : undefined} placeholder={field.titles?.[""]} {...given} />}
      {suggestions.length > 0 && <datalist id={id}>{suggestions.map((one) => <option key={one} value={one} />)}</datalist>}
    </Labelled>
  );
}

export function Colour({ field, value, locked, onChange }) {
  const t = useT();
  return (
    <Labelled field={field}>
      <span className="vg-node-line">
        <input type="color" className="vg-node-colour nodrag" value={value || "#ffffff"} data-empty={value ? undefined : true} disabled={locked} data-field={field.name} onChange={(event) => onChange(event.target.value, { typing: true })} />
        {value && !locked ? <button type="button" className="vg-more nodrag" onClick={() => onChange("")}>{t("form.automatic")}</button> : <small className="vg-node-hint">{value || t("form.automatic")}</small>}
      </span>
    </Labelled>
  );
}
