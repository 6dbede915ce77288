// The Plan an Account has, what becomes of it and when, and the ways to change that.
import { useState } from "react";
import { CalendarClock, CreditCard, RotateCcw, TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Badge, Button, Icon, Problem } from "../settings/parts.jsx";
import { call, useAction } from "../settings/rest.js";
import { Lots } from "./lots.jsx";
import { CancelDialog } from "./plan_dialogs.jsx";
import { isSubscribed, standingOf } from "./standing.js";
import { dateOf, money, planName } from "./words.js";

const TONES = { active: "good", past_due: "bad", cancelled: "warn", ended: "" };

function Price({ plan }) {
  const t = useT();
  if (!plan.cents) return null;
  return <p className="vg-cr-price"><b className="vg-num">{money(t, plan.cents, plan.currency)}</b> <span>{t("billing.a_month")}</span></p>;
}

// What happens next, in a sentence.
function Next({ plan }) {
  const t = useT();
  const standing = standingOf(plan);
  const date = dateOf(t, plan.periodEnd);
  const price = money(t, plan.cents, plan.currency);
  if (standing === "past_due") return <div className="vg-cr-next vg-cr-next-bad" role="status" data-testid="plan-grace"><Icon of={TriangleAlert} size={17} /><p>{t("billing.grace", { plan: planName(t, plan.plan), date: dateOf(t, plan.graceUntil) })}</p></div>;
  const said = {
    cancelled: () => t("billing.ends", { date }),
    active: () => (plan.nextPlan ? t("billing.becomes", { date, plan: planName(t, plan.nextPlan) }) : t("billing.renews_for", { date, price })),
    ended: () => t("billing.over"),
    none: () => (plan.plan === "free" ? t("billing.free_month") : t("billing.given")),
  }[standing];
  return <div className="vg-cr-next" role="status" data-testid="plan-next"><Icon of={CalendarClock} size={17} /><p>{said?.() ?? t("billing.free_month")}</p></div>;
}

// plan: as GET /api/billing/subscription answers it. onChanged(subscription): it is another one now.
export function PlanCard({ plan, balance, error, isOffered, onChanged }) {
  const t = useT();
  const [isAsked, setAsked] = useState(false);
  const act = useAction();
  if (!plan) return <section className="vg-card vg-cr-plan" aria-busy={!error}>{error ? <Problem error={error} testId="plan-error" /> : <div className="vg-skeleton vg-cr-plan-wait" aria-hidden="true" />}</section>;
  const standing = standingOf(plan);
  const resume = async () => { const data = await act.run(() => call("POST", "/api/billing/subscription/resume")); if (data) onChanged(data); };
  const portal = async () => { const data = await act.run(() => call("POST", "/api/billing/portal")); if (data?.url) window.location.assign(data.url); };
  return (
    <section className="vg-card vg-cr-plan" aria-labelledby="plan-title" data-testid="plan-current" data-plan={plan.plan} data-status={standing}>
      <header>
        <div><p className="vg-cr-eyebrow">{t("billing.your_plan")}</p><h2 id="plan-title">{planName(t, plan.plan)}</h2></div>
        {TONES[standing] !== undefined && <Badge tone={TONES[standing]} data-testid="plan-standing">{t.label("billing_word", standing)}</Badge>}
      </header>
      <Price plan={plan} />
      <p className="vg-cr-soft">{plan.isUnlimited ? t("credits.unlimited_text") : t("billing.credits_a_month", { n: plan.credits })}</p>
      <Next plan={plan} />
      <Lots balance={balance} />
      <Problem error={act.error} testId="plan-problem" />
      <footer>
        {isOffered && <a className={`vg-btn ${standing === "none" || standing === "ended" ? "vg-btn-primary" : "vg-btn-plain"}`} href="#plans" data-testid="plan-change">{isSubscribed(plan) ? t("billing.change") : t("billing.choose")}</a>}
        {standing === "cancelled" && <Button look="primary" busy={act.isBusy} onClick={resume} testId="plan-resume"><Icon of={RotateCcw} />{t("billing.resume")}</Button>}
        {plan.canManage && <Button busy={act.isBusy} look={standing === "past_due" ? "primary" : "plain"} onClick={portal} testId="credits-portal"><Icon of={CreditCard} />{t("billing.portal")}</Button>}
        {isSubscribed(plan) && standing !== "cancelled" && <Button look="quiet" onClick={() => setAsked(true)} testId="plan-cancel">{t("billing.cancel")}</Button>}
      </footer>
      <CancelDialog plan={plan} open={isAsked} onClose={() => setAsked(false)} onChanged={onChanged} />
    </section>
  );
}
