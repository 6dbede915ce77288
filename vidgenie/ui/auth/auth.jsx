// Log-in and registration. The password goes straight to the REST API, never through a Reflex event,
// and afterwards the whole page loads: the websocket must be opened with the new cookie.
import { useEffect, useId, useRef, useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";

const HOME = "/dashboard";

// Only a path of ours: "//elsewhere" and "/\elsewhere" are other sites.
const next = () => {
  const wanted = new URLSearchParams(window.location.search).get("next") ?? HOME;
  return /^\/(?![/\\])/.test(wanted) ? wanted : HOME;
};

const post = async (path, body) => {
  const answer = await fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  if (answer.ok) return null;
  const error = await answer.json().catch(() => ({}));
  return error.code ? error : { code: "unknown" };
};

// Which field an error belongs under, "" for the whole form.
const place = (error) => {
  if (error?.problem === "email_taken") return "email";
  return error?.code === "invalid_input" ? String(error.field ?? "").split(".").pop() : "";
};

function Field({ name, label, type, autoComplete, hint, error, testId, inputRef, required = true, ...limits }) {
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

export function AuthForm({ mode, texts, minPassword }) {
  const t = useT();
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  // Until this code runs, the browser itself would send the form: the button waits.
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const email = useRef(null);
  const password = useRef(null);
  const isNew = mode === "register";

  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const values = Object.fromEntries(new FormData(event.currentTarget));
    setBusy(true);
    setError(null);
    const problem = await post(`/api/auth/${mode}`, values).catch(() => ({ code: "offline" }));
    if (!problem) {
      window.location.assign(next());
      return;
    }
    setBusy(false);
    setError(problem);
    (place(problem) === "email" ? email : password).current?.focus();
  };

  const at = place(error);
  const below = (name) => (at === name ? error : null);
  const isPlaced = ["email", "password", "name"].includes(at);
  return (
    <form className="vg-auth-form" method="post" onSubmit={submit}>
      {error && !isPlaced && (
        <div className="vg-alert" role="alert" data-testid="auth-error">
          <strong>{t.error(error)}</strong> <span>{t.remedy(error)}</span>
        </div>
      )}
      {isNew && <Field name="name" label={texts.name} type="text" autoComplete="name" required={false} maxLength={80} hint={texts.nameHint} error={below("name")} testId="auth-name" />}
      <Field name="email" label={texts.email} type="email" autoComplete="email" maxLength={254} error={below("email")} testId="auth-email" inputRef={email} />
      <Field name="password" label={texts.password} type="password" autoComplete={isNew ? "new-password" : "current-password"}
        minLength={isNew ? minPassword : undefined} maxLength={200} hint={isNew ? texts.passwordHint : undefined} error={below("password")} testId="auth-password" inputRef={password} />
      <button className="vg-btn vg-btn-primary vg-btn-wide" type="submit" disabled={!ready} data-testid="auth-submit" aria-busy={busy}>
        {busy ? texts.busy : texts.submit}
      </button>
    </form>
  );
}

export function LogOutButton({ className, children }) {
  const leave = async () => {
    await post("/api/auth/logout").catch(() => null);
    window.sessionStorage.clear();
    window.location.assign("/");
  };
  return <button type="button" className={className} onClick={leave} data-testid="log-out">{children}</button>;
}
