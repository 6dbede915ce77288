// Log-in and registration. The password goes straight to the REST API, never through a Reflex event,
// and afterwards the whole page loads: the websocket must be opened with the new cookie.
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { setLocale, useT } from "$/utils/vidgenie_i18n";
import { Field, Problem, Submit } from "./field.jsx";
import { post } from "./rest.js";

const HOME = "/dashboard";
const CODE_ERRORS = ["second_factor_needed", "wrong_code"];

// Only a path of ours: "//elsewhere" and "/\elsewhere" are other sites.
const next = () => {
  const wanted = new URLSearchParams(window.location.search).get("next") ?? HOME;
  return /^\/(?![/\\])/.test(wanted) ? wanted : HOME;
};

const enter = ({ user }) => {
  if (user?.locale) setLocale(user.locale);
  window.location.assign(user?.mustEnrol ? "/settings#second-factor" : next());
};

// Which field an error belongs under, "" for the whole form.
const place = (error) => {
  if (error?.problem === "email_taken") return "email";
  if (error?.code === "wrong_code") return "code";
  return error?.code === "invalid_input" ? String(error.field ?? "").split(".").pop() : "";
};

export function AuthForm({ mode, texts, minPassword }) {
  const t = useT();
  const [error, setError] = useState(null);
  const [busy, setBusy] = useState(false);
  const [ready, setReady] = useState(false);
  const [wantsCode, setWantsCode] = useState(false);
  useEffect(() => setReady(true), []);
  const fields = { email: useRef(null), password: useRef(null), code: useRef(null) };
  const isNew = mode === "register";
  const at = place(error);

  const focus = wantsCode && (at === "code" || !error) ? "code" : at === "email" ? "email" : "password";
  useEffect(() => {
    const field = fields[focus].current;
    if (!busy && (error || wantsCode)) field?.focus();
  }, [error, wantsCode, busy]);

  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const values = Object.fromEntries(new FormData(event.currentTarget));
    setBusy(true);
    setError(null);
    const answer = await post(`/api/auth/${mode}`, values);
    if (answer.data) {
      enter(answer.data);
      return;
    }
    setBusy(false);
    const isAboutCode = CODE_ERRORS.includes(answer.error.code);
    if (fields.code.current) fields.code.current.value = "";
    // Asking for the code for the first time is no error; a password that is wrong after all asks for both again.
    setWantsCode(isAboutCode || (wantsCode && answer.error.code !== "wrong_credentials"));
    setError(answer.error.code === "second_factor_needed" ? null : answer.error);
  };

  const below = (name) => (at === name ? error : null);
  const isPlaced = ["email", "password", "name", "code"].includes(at);
  return (
    <form className="vg-auth-form" method="post" onSubmit={submit}>
      {error && !isPlaced && <Problem error={error} />}
      {isNew && <Field name="name" label={texts.name} type="text" autoComplete="name" required={false} maxLength={80} hint={texts.nameHint} error={below("name")} testId="auth-name" />}
      <div className={wantsCode ? "hidden" : "contents"}>
        <Field name="email" label={texts.email} type="email" autoComplete="email" maxLength={254} error={below("email")} testId="auth-email" inputRef={fields.email} />
        <Field name="password" label={texts.password} type="password" autoComplete={isNew ? "new-password" : "current-password"}
          minLength={isNew ? minPassword : undefined} maxLength={256} hint={isNew ? texts.passwordHint : undefined} error={below("password")} testId="auth-password" inputRef={fields.password} />
        {!isNew && <Link to="/reset" className="vg-more justify-self-start text-[13px]" data-testid="auth-forgot">{t("auth.forgot")}</Link>}
      </div>
      {wantsCode && (
        <Field name="code" label={t("auth.code")} type="text" inputMode="text" autoComplete="one-time-code" autoCapitalize="off" spellCheck={false} maxLength={40}
          hint={t("auth.code_hint")} error={below("code")} testId="auth-code" inputRef={fields.code} />
      )}
      <Submit isReady={ready} isBusy={busy}>{texts.submit}</Submit>
      {wantsCode && (
        <button type="button" className="vg-btn vg-btn-quiet vg-btn-wide" data-testid="auth-back" onClick={() => { setWantsCode(false); setError(null); }}>
          {t("auth.code_back")}
        </button>
      )}
    </form>
  );
}

export function LogOutButton({ className, children }) {
  const leave = async () => {
    await post("/api/auth/logout");
    window.sessionStorage.clear();
    new BroadcastChannel("vg-vault").postMessage("lock");
    window.location.assign("/");
  };
  return <button type="button" className={className} onClick={leave} data-testid="log-out">{children}</button>;
}
