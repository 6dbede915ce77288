// Sensitive changes: when the server wants to know again who is asking, one dialog asks for the
// password (and the code of the second factor), and the request is sent once more. It brings its own
// dialog to whatever page uses it:  const {data, error} = await withConfirmation(() => call("DELETE", ...))
import { useEffect, useId, useState } from "react";
import { createRoot } from "react-dom/client";
import { ShieldCheck } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "./settings.css";
import { Dialog } from "../dialog/dialog.jsx";
import { asOwn, Button, Icon, Problem } from "./parts.jsx";
import { call } from "./rest.js";

let asking = null; // {promise, answer}: one question at a time, whoever asks
let show = () => {};

const ask = () => {
  if (asking) return asking.promise;
  let answer;
  const promise = new Promise((resolve) => { answer = resolve; });
  asking = { promise, answer: (isConfirmed) => { asking = null; show(); answer(isConfirmed); } };
  mount();
  show();
  return promise;
};

let isMounted = false;
const mount = () => {
  if (isMounted) return;
  isMounted = true;
  const place = document.body.appendChild(document.createElement("div"));
  createRoot(place).render(<Confirmation />);
};

// The request's own answer; {error: {code: "cancelled"}} when the person thought better of it.
export const withConfirmation = async (request) => {
  const first = await request();
  if (first.error?.code !== "confirmation_needed") return first;
  return (await ask()) ? request() : { error: { code: "cancelled" } };
};

function Confirmation() {
  const t = useT();
  const [question, setQuestion] = useState(asking);
  useEffect(() => {
    show = () => setQuestion(asking);
    show();
  }, []);
  return (
    <Dialog open={Boolean(question)} label={t("settings.confirm.title")} onClose={() => question?.answer(false)} testId="confirm-dialog">
      {question && <Form onDone={() => question.answer(true)} onCancel={() => question.answer(false)} />}
    </Dialog>
  );
}

function Form({ onDone, onCancel }) {
  const t = useT();
  const id = useId();
  const [hasCode, setHasCode] = useState(false);
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => { call("GET", "/api/auth/me").then(({ data }) => setHasCode(Boolean(data?.user?.hasTotp))); }, []);

  const submit = async (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (isBusy) return;
    const { password, code } = Object.fromEntries(new FormData(event.currentTarget));
    setBusy(true);
    const answer = await call("POST", "/api/auth/confirm", code ? { password, code: code.replace(/\s/g, "") } : { password });
    setBusy(false);
    if (!answer.error) {
      onDone();
      return;
    }
    if (answer.error.code === "second_factor_needed") setHasCode(true);
    setError(answer.error);
  };
  return (
    <form className="vg-confirm" onSubmit={submit}>
      <div className="vg-confirm-head">
        <span className="vg-empty-icon"><Icon of={ShieldCheck} size={24} /></span>
        <div>
          <h2>{t("settings.confirm.title")}</h2>
          <p>{t("settings.confirm.text")}</p>
        </div>
      </div>
      <Problem error={asOwn(error)} testId="confirm-error" />
      <div className="vg-field">
        <label className="vg-label" htmlFor={`${id}p`}>{t("auth.password")}</label>
        <input id={`${id}p`} className="vg-input" name="password" type="password" autoComplete="current-password" required autoFocus maxLength={1000} data-testid="confirm-password" />
      </div>
      {hasCode && (
        <div className="vg-field">
          <label className="vg-label" htmlFor={`${id}c`}>{t("settings.confirm.code")}</label>
          <input id={`${id}c`} className="vg-input vg-code" name="code" inputMode="numeric" autoComplete="one-time-code" required maxLength={40} data-testid="confirm-code" />
        </div>
      )}
      <div className="vg-confirm-go">
        <Button look="quiet" onClick={onCancel}>{t("settings.cancel")}</Button>
        <button type="submit" className="vg-btn vg-btn-primary" aria-busy={isBusy} data-testid="confirm-submit">{isBusy ? t("auth.busy") : t("settings.confirm.submit")}</button>
      </div>
    </form>
  );
}
