// What links in e-mails lead to. Their secret stands behind the #, so it is in no log and no Referer;
// it is taken out of the address bar at once, and sent when a button is pressed: whoever only looks at
// the page, a mail scanner for one, does not use it up.
import { useEffect, useState } from "react";
import { Link, useLocation, useNavigate } from "react-router";
import { CircleCheck, MailCheck } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "./auth.css";
import { Field, Problem, Submit } from "./field.jsx";
import { post } from "./rest.js";

// null until the browser has told, "" without one.
const useSecret = () => {
  const [secret, setSecret] = useState(null);
  const { hash, pathname } = useLocation();
  const navigate = useNavigate();
  useEffect(() => {
    const found = new URLSearchParams(hash.slice(1)).get("token") ?? "";
    setSecret((known) => found || (known ?? ""));
    if (found) navigate(pathname, { replace: true });
  }, [hash]);
  return [secret, setSecret];
};

const useSending = (path) => {
  const [state, setState] = useState({ isBusy: false, error: null, isDone: false });
  const send = async (body) => {
    if (state.isBusy) return;
    setState({ isBusy: true, error: null, isDone: false });
    const { error } = await post(path, body);
    setState({ isBusy: false, error: error ?? null, isDone: !error });
  };
  return [state, send, () => setState({ isBusy: false, error: null, isDone: false })];
};

const onField = (error, name) => (error?.code === "invalid_input" && String(error.field).split(".").pop() === name ? error : null);

function Head({ title, text }) {
  return (
    <>
      <h1 className="text-[24px] font-semibold">{title}</h1>
      <p className="mt-1 mb-6 text-mute">{text}</p>
    </>
  );
}

function Done({ icon: Sign, title, text, children, testId }) {
  return (
    <div className="vg-auth-done" role="status" data-testid={testId}>
      <span className="vg-auth-sign"><Sign size={26} aria-hidden="true" /></span>
      <h1 className="text-[22px] font-semibold">{title}</h1>
      <p className="mt-1 text-mute">{text}</p>
      <div className="mt-6 grid gap-2">{children}</div>
    </div>
  );
}

function Ask() {
  const t = useT();
  const [state, send, again] = useSending("/api/auth/password/forgot");
  const submit = (event) => {
    event.preventDefault();
    send(Object.fromEntries(new FormData(event.currentTarget)));
  };
  if (state.isDone) {
    return (
      <Done icon={MailCheck} title={t("auth.asked.title")} text={t("auth.asked.text")} testId="reset-asked">
        <p className="vg-hint">{t("auth.asked.outbox")}</p>
        <button type="button" className="vg-btn vg-btn-quiet" onClick={again}>{t("auth.asked.again")}</button>
      </Done>
    );
  }
  return (
    <>
      <Head title={t("auth.ask.title")} text={t("auth.ask.text")} />
      <form className="vg-auth-form" method="post" onSubmit={submit}>
        {state.error && !onField(state.error, "email") && <Problem error={state.error} />}
        <Field name="email" label={t("auth.email")} type="email" autoComplete="email" maxLength={254} testId="reset-email" error={onField(state.error, "email")} />
        <Submit isReady isBusy={state.isBusy} testId="reset-ask">{t("auth.ask.submit")}</Submit>
      </form>
    </>
  );
}

function Choose({ secret, minPassword, onAsk }) {
  const t = useT();
  const [state, send] = useSending("/api/auth/password/reset");
  const submit = (event) => {
    event.preventDefault();
    send({ token: secret, password: new FormData(event.currentTarget).get("password") });
  };
  if (state.isDone) {
    return (
      <Done icon={CircleCheck} title={t("auth.reset.done")} text={t("auth.reset.done_text")} testId="reset-done">
        <a className="vg-btn vg-btn-primary" href="/login">{t("auth.login.submit")}</a>
      </Done>
    );
  }
  const isOld = state.error?.code === "link_expired";
  return (
    <>
      <Head title={t("auth.reset.title")} text={t("auth.reset.text")} />
      <form className="vg-auth-form" method="post" onSubmit={submit}>
        {state.error && !onField(state.error, "password") && <Problem error={state.error} />}
        {isOld && <button type="button" className="vg-btn vg-btn-plain" onClick={onAsk}>{t("auth.reset.new_link")}</button>}
        <Field name="password" label={t("auth.reset.password")} type="password" autoComplete="new-password" minLength={minPassword} maxLength={256}
          hint={t("auth.password_hint", { min: minPassword })} testId="reset-password" error={onField(state.error, "password")} />
        <Submit isReady isBusy={state.isBusy} testId="reset-submit">{t("auth.reset.submit")}</Submit>
      </form>
    </>
  );
}

export function ResetForm({ minPassword }) {
  const [secret, setSecret] = useSecret();
  if (secret === null) return <div className="vg-skeleton h-64" aria-hidden="true" />;
  return secret ? <Choose key={secret} secret={secret} minPassword={minPassword} onAsk={() => setSecret("")} /> : <Ask />;
}

export function ConfirmEmailForm() {
  const t = useT();
  const [secret] = useSecret();
  const [state, send] = useSending("/api/auth/email/confirm");
  if (secret === null) return <div className="vg-skeleton h-40" aria-hidden="true" />;
  if (state.isDone) {
    return (
      <Done icon={CircleCheck} title={t("auth.new_email.done")} text={t("auth.new_email.done_text")} testId="email-done">
        <a className="vg-btn vg-btn-primary" href="/dashboard">{t("auth.new_email.go")}</a>
      </Done>
    );
  }
  const submit = (event) => {
    event.preventDefault();
    send({ token: secret });
  };
  return (
    <>
      <Head title={t("auth.new_email.title")} text={secret ? t("auth.new_email.text") : t("auth.new_email.no_link")} />
      {state.error && <div className="mb-4"><Problem error={state.error} /></div>}
      {secret
        ? <form method="post" onSubmit={submit}><Submit isReady isBusy={state.isBusy} testId="email-submit">{t("auth.new_email.submit")}</Submit></form>
        : <Link className="vg-btn vg-btn-plain vg-btn-wide" to="/settings">{t("auth.new_email.settings")}</Link>}
    </>
  );
}
