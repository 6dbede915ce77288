// What went wrong, in plain words, what it cost, and what one click can do about it.
import { useState } from "react";
import { Check, CircleAlert, Copy, X } from "lucide-react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { BUY } from "../ways/back.js";
import { Ways } from "../ways/ways.jsx";
import { causeOf, settingsOf, told } from "./causes.js";
import "./causes.css";

// Actions that lead somewhere, whoever shows the card; the others are the caller's, by onAct(action).
const placeOf = (action, slug) => ({ add_key: settingsOf(slug), settings: settingsOf(slug), top_up: BUY, sign_in: "/login", raise_budget: "/settings#budget" })[action];
const SILENT = new Set(["wait", "none"]);

// error: {code, problem, ...} as REST or a Node tells it. node: {id, provider, title, requestId, providerCostUsd}
// as far as known. charge: {charged, released} in credits. run: its id. onAct(action, node): what to do;
// without it only what leads somewhere is offered. onDismiss: takes the card away.
export function ErrorCard({ error, node, charge, run, onAct, onDismiss, testId = "error-card", className = "" }) {
  const t = useT();
  if (!error) return null;
  const facts = told(error, node);
  if (facts.code === "insufficient_credits") return <Ways required={facts.required} available={facts.available} onDismiss={onDismiss} className={className} />;
  const { stage, actions, mayBeBilled } = causeOf(error);
  const isElsewhere = facts.slug && facts.slug !== "local";
  return (
    <section className={`vg-cause ${className}`} role="alert" data-testid={testId} data-code={facts.code} data-problem={facts.problem} data-stage={stage}>
      <span className="vg-cause-icon"><CircleAlert size={18} aria-hidden="true" /></span>
      <div className="vg-cause-words">
        <p className="vg-cause-stage">{[t.label("cause", `stage_${stage}`), node?.title, isElsewhere && facts.provider].filter(Boolean).join(" · ")}</p>
        <p className="vg-cause-what">{t.error(facts)}</p>
        <p className="vg-cause-remedy">{t.remedy(facts)}</p>
        {charge && <p className="vg-cause-cost" data-testid={`${testId}-charge`}>{t("cause.charged", { charged: charge.charged ?? 0, released: (charge.released ?? 0) + (charge.refunded ?? 0) })}</p>}
        {isElsewhere && <Billed provider={facts.provider} usd={node?.providerCostUsd} mayBe={mayBeBilled} />}
        <Requests run={run} node={node} />
        <Remedies actions={actions} slug={facts.slug} node={node} onAct={onAct} testId={testId} />
      </div>
      {onDismiss && <button type="button" className="vg-icon-btn vg-cause-close" aria-label={t("cause.dismiss")} title={t("cause.dismiss")} onClick={onDismiss}><X size={16} aria-hidden="true" /></button>}
    </section>
  );
}

function Remedies({ actions, slug, node, onAct, testId }) {
  const t = useT();
  const shown = actions.filter((action) => !SILENT.has(action) && (onAct || placeOf(action, slug)));
  if (!shown.length) return null;
  return (
    <div className="vg-cause-acts">
      {shown.map((action, index) => {
        const place = placeOf(action, slug);
        const look = { className: `vg-btn vg-btn-small ${index ? "vg-btn-quiet" : "vg-btn-plain"}`, "data-testid": `${testId}-${action}` };
        const words = t.label("cause", `act_${action}`);
        // The budget can be raised where the card is, when whoever shows it knows how.
        return place && !(onAct && action === "raise_budget")
          ? <Link key={action} to={place} {...look}>{words}</Link>
          : <button key={action} type="button" {...look} onClick={() => onAct(action, node)}>{words}</button>;
      })}
    </div>
  );
}

// What the service itself has charged to the person's own key.
function Billed({ provider, usd, mayBe }) {
  const t = useT();
  if (!usd && !mayBe) return null;
  const cost = new Intl.NumberFormat(t.locale, { style: "currency", currency: "USD", maximumFractionDigits: 4 }).format(usd ?? 0);
  return <p className="vg-cause-cost">{usd ? t("cause.billed", { provider, cost }) : t("cause.may_be_billed", { provider })}</p>;
}

// What somebody who is asked for help wants to know.
function Requests({ run, node }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  const lines = [[t("cause.run"), run], [t("cause.node"), run && node?.id], [t("cause.request"), node?.requestId]].filter(([, id]) => id);
  if (!lines.length) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(lines.map(([name, id]) => `${name}: ${id}`).join("\n"));
    } catch {
      return; // Without a secure origin there is no clipboard; the text can be selected.
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 2500);
  };
  return (
    <div className="vg-cause-ids">
      <dl>{lines.map(([name, id]) => <div key={name}><dt>{name}</dt><dd>{id}</dd></div>)}</dl>
      <button type="button" className="vg-icon-btn" aria-label={t("cause.copy")} title={t("cause.copy")} onClick={copy}>{copied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}</button>
      <span className="vg-cause-said" role="status">{copied && t("cause.copied")}</span>
    </div>
  );
}
