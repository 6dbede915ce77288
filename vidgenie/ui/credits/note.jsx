// Parts of the page, and its short notes: that payments are a test, that nothing is for sale, what could not be read.
import { FlaskConical, RotateCw, Store } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon, Problem } from "../settings/parts.jsx";

export function Note({ tone, icon, title, children, testId }) {
  return (
    <div className={`vg-cr-note vg-cr-note-${tone}`} role="note" data-testid={testId}>
      <Icon of={icon} size={18} />
      <p><b>{title}</b> {children}</p>
    </div>
  );
}

export function SaleNote({ payments }) {
  const t = useT();
  if (!payments) return null;
  if (!payments.isOffered) return <Note tone="calm" icon={Store} title={t("billing.closed")} testId="credits-closed">{t("billing.closed_text")}</Note>;
  if (!payments.isTest) return null;
  return <Note tone="test" icon={FlaskConical} title={t("billing.test")} testId="credits-test-mode">{t("billing.test_text")}</Note>;
}

// What could not be read, and the way to ask again.
export function Unread({ error, onAgain, testId }) {
  const t = useT();
  if (!error) return null;
  return <div className="vg-cr-unread"><Problem error={error} testId={testId} /><Button small onClick={onAgain} testId={`${testId}-again`}><Icon of={RotateCw} size={15} />{t("cause.act_retry")}</Button></div>;
}

// One part of the page, under its own heading and anchor.
export function Part({ name, title, text, aside, children }) {
  return (
    <section id={name} className="vg-cr-part" aria-labelledby={`${name}-title`} tabIndex={-1}>
      <header><div><h2 id={`${name}-title`}>{title}</h2>{text && <p>{text}</p>}</div>{aside}</header>
      {children}
    </section>
  );
}
