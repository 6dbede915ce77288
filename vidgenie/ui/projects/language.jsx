// The language of the texts; the names are the browser's own.
import { useId } from "react";
import { useT } from "$/utils/vidgenie_i18n";

// Languages the built-in writer or a service can write in.
const WRITTEN = ["fr", "en", "es", "de", "it", "pt", "nl", "hi", "ja", "zh"];

export function LanguageField({ value, onChange, label, testId = "project-language" }) {
  const t = useT();
  const id = useId();
  const names = new Intl.DisplayNames([t.locale], { type: "language" });
  const name = (one) => { const found = names.of(one); return found.charAt(0).toLocaleUpperCase(t.locale) + found.slice(1); };
  return (
    <div className="vg-field">
      <label className="vg-label" htmlFor={id}>{label}</label>
      <select id={id} className="vg-input" value={value} onChange={(event) => onChange(event.target.value)} data-testid={testId}>
        {(WRITTEN.includes(value) ? WRITTEN : [value, ...WRITTEN]).map((one) => <option key={one} value={one}>{name(one)}</option>)}
      </select>
    </div>
  );
}
