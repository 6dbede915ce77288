// One field of a form with its hint or error, and what is said above a form.
import { useId } from "react";
import { useT } from "$/utils/vidgenie_i18n";

export function Field({ name, label, type, autoComplete, hint, error, testId, inputRef, required = true, ...limits }) {
  const t = useT();
  const id = useId();
  const note = error ? `${t.error(error)} ${t.remedy(error)}` : hint;
  return (
    <div className="vg-field">
      <label className="vg-label" htmlFor={id}>{label}</label>
      <input id={id} ref={inputRef} className="vg-input" name={name} type={type} autoComplete={autoComplete} required={required}
        aria-invalid={Boolean(error)} aria-describedby={note ? `${id}-note` : undefined} data-testid={testId} {...limits} />
      {note && <p id={`${id}-note`} className={error ? "vg-field-error" : "vg-hint"} role={error ? "alert" : undefined}>{note}</p>}
    </div>
  );
}

export function Problem({ error }) {
  const t = useT();
  return (
    <div className="vg-alert" role="alert" data-testid="auth-error">
      <strong>{t.error(error)}</strong> <span>{t.remedy(error)}</span>
    </div>
  );
}

// Until this code runs, the browser itself would send the form: the button waits for `isReady`.
export function Submit({ isReady, isBusy, children, testId = "auth-submit" }) {
  const t = useT();
  return (
    <button className="vg-btn vg-btn-primary vg-btn-wide" type="submit" disabled={!isReady} data-testid={testId} aria-busy={isBusy}>
      {isBusy ? t("auth.busy") : children}
    </button>
  );
}
