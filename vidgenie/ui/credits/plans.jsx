// Plans side by side, and what each of them makes.
import { useState } from "react";
import { Check } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "./offers.css";
import { Badge, Button, Icon, joined, Problem } from "../settings/parts.jsx";
import { call, useAction } from "../settings/rest.js";
import { CancelDialog, ChangeDialog } from "./plan_dialogs.jsx";
import { standingOf, wayTo } from "./standing.js";
import { clips, dateOf, films, money, perCredit, planName } from "./words.js";

function Makes({ plan, prices }) {
  const t = useT();
  const lines = plan.isUnlimited
    ? [t("billing.no_limit"), t("billing.still_counted")]
    : [clips(prices, plan.credits) !== null && t("billing.clips", { n: clips(prices, plan.credits) }), films(prices, plan.credits) !== null && t("billing.films", { n: films(prices, plan.credits) })];
  return <ul className="vg-cr-makes">{[...lines, t("billing.demo_free")].filter(Boolean).map((line) => <li key={line}><Icon of={Check} size={15} />{line}</li>)}</ul>;
}

function Choice({ plan, mine, way, isOffered, buying, onAsk }) {
  const t = useT();
  const isMine = plan.slug === mine.plan;
  const shared = { testId: `plan-${plan.slug}-choose`, className: "vg-btn-wide" };
  if (isMine && !way) return <p className="vg-cr-mine"><Icon of={Check} size={15} />{t("billing.yours")}</p>;
  if (plan.slug === mine.nextPlan || (!plan.cents && mine.endsAtPeriodEnd)) return <p className="vg-cr-mine">{t("billing.from", { date: dateOf(t, mine.periodEnd) })}</p>;
  if (!isOffered || !way) return null;
  if (way === "buy") return <Button {...shared} look={plan.slug === "pro" ? "primary" : "plain"} busy={buying.busy === `plan-${plan.slug}`} disabled={Boolean(buying.busy)} onClick={() => buying.buy("plan", plan.slug)}>{t("billing.take", { plan: planName(t, plan.slug) })}</Button>;
  const words = { up: t("billing.go_up", { plan: planName(t, plan.slug) }), down: t("billing.go_down", { plan: planName(t, plan.slug) }), stay: t("billing.stay"), cancel: t("billing.cancel") };
  return <Button {...shared} look={way === "up" ? "primary" : "plain"} onClick={() => onAsk({ way, plan })}>{words[way]}</Button>;
}

export function Plans({ sale, mine, balance, buying, onChanged }) {
  const t = useT();
  const [asked, setAsked] = useState(null);
  const act = useAction();
  const close = () => setAsked(null);
  // To take back what was agreed on for later needs no second thought.
  const ask = async (wanted) => {
    if (wanted.way !== "stay") return setAsked(wanted);
    const data = await act.run(() => call("PUT", "/api/billing/subscription", { plan: wanted.plan.slug }));
    if (data) onChanged(data);
    return undefined;
  };
  return (
    <>
      <Problem error={act.error} testId="plan-change-error" />
      <ul className="vg-cr-plans" data-count={sale.plans.length}>
        {sale.plans.map((plan) => {
          const isMine = plan.slug === mine.plan;
          return (
            <li key={plan.slug} className={joined("vg-card", "vg-cr-offer", isMine && "vg-cr-offer-mine")} data-testid={`plan-${plan.slug}`} data-mine={isMine || undefined} data-credits={plan.credits} data-cents={plan.cents}>
              <h3>{planName(t, plan.slug)}{isMine && <Badge tone="accent">{t("billing.current")}</Badge>}</h3>
              <p className="vg-cr-offer-price"><b className="vg-num">{money(t, plan.cents, plan.currency)}</b> <span>{t("billing.a_month")}</span></p>
              <p className="vg-cr-offer-credits">{plan.isUnlimited ? t("credits.unlimited_text") : t("billing.credits_a_month", { n: plan.credits })}{perCredit(t, plan) && <small className="vg-num">{t("billing.each", { price: perCredit(t, plan) })}</small>}</p>
              <Makes plan={plan} prices={sale.prices} />
              <div className="vg-cr-offer-go"><Choice plan={plan} mine={mine} way={wayTo(plan, mine)} isOffered={sale.payments.isOffered} buying={buying} onAsk={ask} /></div>
            </li>
          );
        })}
      </ul>
      <ChangeDialog plan={mine} to={["up", "down"].includes(asked?.way) ? asked.plan : null} balance={balance} onClose={close} onChanged={onChanged} />
      <CancelDialog plan={mine} open={asked?.way === "cancel"} onClose={close} onChanged={onChanged} />
      {standingOf(mine) === "past_due" && <p className="vg-hint">{t("billing.pay_first")}</p>}
    </>
  );
}
