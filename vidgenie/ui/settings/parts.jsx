// What the sections of the settings are made of.
import { useEffect, useId, useRef, useState } from "react";
import { Check, CircleAlert, Copy } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Moment } from "../clock/clock.jsx";

export const joined = (...names) => names.filter(Boolean).join(" ");

// A text whose key is only known while running: word(t, "status", "valid").
export const word = (t, kind, name) => t.label("settings_words", `${kind}_${name}`);

export const Icon = ({ of: Drawing, size = 16, className }) => <Drawing size={size} className={className} aria-hidden="true" />;

export function Button({ look = "plain", small = false, busy = false, testId, className, children, ...rest }) {
  return (
    <button type="button" className={joined("vg-btn", `vg-btn-${look}`, small && "vg-btn-small", className)} aria-busy={busy || undefined} data-testid={testId} {...rest}>
      {busy && <i className="vg-spin" aria-hidden="true" />}{children}
    </button>
  );
}

// One part of the page, under its own heading and anchor.
export function Section({ name, title, text, aside, children }) {
  return (
    <section id={name} className="vg-set-section" aria-labelledby={`${name}-title`} data-testid={`settings-${name}`} tabIndex={-1}>
      <header className="vg-set-head">
        <div>
          <h2 id={`${name}-title`}>{title}</h2>
          {text && <p>{text}</p>}
        </div>
        {aside}
      </header>
      {children}
    </section>
  );
}

export const Card = ({ className, children, ...rest }) => <div className={joined("vg-card vg-set-card", className)} {...rest}>{children}</div>;

export function Problem({ error, testId, children }) {
  const t = useT();
  if (!error) return null;
  return (
    <div className="vg-alert" role="alert" data-testid={testId} data-code={error.code}>
      <strong>{t.error(error)}</strong> <span>{t.remedy(error)}</span>{children}
    </div>
  );
}

export function Notice({ tone = "warn", icon = CircleAlert, children, ...rest }) {
  return <div className={`vg-set-notice vg-set-notice-${tone}`} {...rest}><Icon of={icon} size={17} /><div>{children}</div></div>;
}

export function Field({ label, hint, error, testId, className, ...input }) {
  const t = useT();
  const id = useId();
  const note = error ? `${t.error(error)} ${t.remedy(error)}` : hint;
  return (
    <div className={joined("vg-field", className)}>
      <label className="vg-label" htmlFor={id}>{label}</label>
      <input id={id} className="vg-input" aria-invalid={Boolean(error)} aria-describedby={note ? `${id}-note` : undefined} data-testid={testId} {...input} />
      {note && <p id={`${id}-note`} className={error ? "vg-field-error" : "vg-hint"} role={error ? "alert" : undefined}>{note}</p>}
    </div>
  );
}

// The field an error belongs under, "" for the whole form.
export const placeOf = (error) => {
  if (error?.problem === "email_taken") return "email";
  return error?.code === "invalid_input" ? String(error.field ?? "").split(".").pop() : "";
};

// Who is signed in types only the password: nothing to say about the address.
export const asOwn = (error) => (error?.code === "wrong_credentials" ? { ...error, problem: "password" } : error);

export const Badge = ({ tone = "", icon, children, ...rest }) => <span className={`vg-badge vg-badge-${tone}`} {...rest}>{icon && <Icon of={icon} size={12} />}{children}</span>;

export const Ago = ({ at, className }) => (at ? <Moment at={Date.parse(at)} className={className} /> : null);

export const day = (t, at) => new Intl.DateTimeFormat(t.locale, { dateStyle: "medium" }).format(new Date(at));

export const Waiting = ({ tall = 1 }) => <div className="vg-skeleton" style={{ height: `${tall * 56}px` }} aria-hidden="true" />;

// Says for a moment that something was done.
export const useFlash = (milliseconds = 4000) => {
  const [on, setOn] = useState(false);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setTimeout(() => setOn(false), milliseconds);
    return () => clearTimeout(timer);
  }, [on, milliseconds]);
  return [on, () => setOn(true)];
};

export const Done = ({ on, children }) => <span className="vg-set-done" role="status">{on && <><Icon of={Check} size={15} />{children}</>}</span>;

// What appears where a button was takes the focus over from it.
export const useArrival = () => {
  const place = useRef(null);
  useEffect(() => place.current?.focus({ preventScroll: true }), []);
  return { ref: place, tabIndex: -1 };
};

// Text that is shown this once: selectable, with a button that copies it.
export function Secret({ text, testId, label }) {
  const t = useT();
  const [copied, flash] = useFlash(2500);
  const shown = useRef(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      flash();
    } catch {
      // Without a secure origin there is no clipboard: select it, Ctrl+C does the rest.
      window.getSelection().selectAllChildren(shown.current);
    }
  };
  return (
    <div className="vg-secret">
      <code ref={shown} aria-label={label} data-testid={testId}>{text}</code>
      <Button small onClick={copy}><Icon of={copied ? Check : Copy} size={15} />{copied ? t("settings.copied") : t("settings.copy")}</Button>
    </div>
  );
}

// A list row: what it is on the left, what can be done on the right.
export function Row({ icon, title, badge, children, actions, ...rest }) {
  return (
    <li className="vg-set-row" {...rest}>
      {icon && <span className="vg-line-icon"><Icon of={icon} size={16} /></span>}
      <div className="vg-set-row-words">
        <p className="vg-set-row-title"><span>{title}</span>{badge}</p>
        <p className="vg-set-row-text">{children}</p>
      </div>
      {actions && <div className="vg-set-row-actions">{actions}</div>}
    </li>
  );
}

// A button that asks once more, in its own place.
export function Sure({ children, question, yes, onYes, busy, testId, label, icon }) {
  const t = useT();
  const [asked, setAsked] = useState(false);
  const no = useRef(null);
  const first = useRef(null);
  const wasAsked = useRef(false);
  useEffect(() => {
    if (asked) no.current?.focus();
    else if (wasAsked.current) first.current?.focus();
    wasAsked.current = asked;
  }, [asked]);
  if (!asked) {
    return <Button ref={first} small look="quiet" className="vg-set-remove" aria-label={label} title={label} busy={busy} onClick={() => setAsked(true)} testId={testId}>{icon && <Icon of={icon} size={15} />}{children}</Button>;
  }
  return (
    <div className="vg-sure" role="group" aria-label={question} onKeyDown={(event) => event.key === "Escape" && setAsked(false)}>
      <span>{question}</span>
      <Button small look="danger" onClick={() => { setAsked(false); onYes(); }} testId={testId && `${testId}-yes`}>{yes}</Button>
      <button ref={no} type="button" className="vg-btn vg-btn-quiet vg-btn-small" onClick={() => setAsked(false)}>{t("settings.keep")}</button>
    </div>
  );
}
