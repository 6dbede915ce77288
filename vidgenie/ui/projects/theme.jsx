// The theme, with how much room is left; what is wrong with it is said below it.
import { useId } from "react";
import { useT } from "$/utils/vidgenie_i18n";

export const LONGEST_THEME = 500; // characters, as nodes/script.py takes them

// "" when it can be used.
export const themeProblem = (theme) => {
  const length = [...theme.trim()].length;
  if (!length) return "empty";
  return length > LONGEST_THEME ? "long" : "";
};

// isAsked: somebody tried to go on: only then an empty field is wrong.
export function ThemeField({ value, onChange, onEnter, isAsked, label, placeholder, hint, rows = 3, testId = "project-theme", autoFocus }) {
  const t = useT();
  const id = useId();
  const length = [...value].length;
  const problem = themeProblem(value);
  const told = problem === "long" || (problem === "empty" && isAsked) ? problem : "";
  const onKeyDown = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || !onEnter) return;
    event.preventDefault();
    onEnter();
  };
  return (
    <div className="vg-field vg-theme">
      <div className="vg-theme-head"><label className="vg-label" htmlFor={id}>{label}</label><span className="vg-hint vg-num" data-over={length > LONGEST_THEME || undefined} id={`${id}-count`} data-testid={`${testId}-counter`}>{t("wizard.theme_count", { n: length, most: LONGEST_THEME })}</span></div>
      <textarea id={id} className="vg-input" rows={rows} value={value} placeholder={placeholder} autoFocus={autoFocus} aria-invalid={Boolean(told)} aria-describedby={`${id}-count ${id}-note`} onChange={(event) => onChange(event.target.value)} onKeyDown={onKeyDown} data-testid={testId} />
      {told ? <p id={`${id}-note`} className="vg-field-error" role="alert" data-testid={`${testId}-error`}>{told === "empty" ? t("wizard.theme_empty") : t("wizard.theme_long", { n: length - LONGEST_THEME })}</p> : hint && <p id={`${id}-note`} className="vg-hint">{hint}</p>}
    </div>
  );
}
