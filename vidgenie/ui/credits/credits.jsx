// The page of credits: what is left, the Plan, what can be bought, what happened, what was paid.
import { useCallback, useEffect, useRef } from "react";
import { useLocation } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import "../settings/settings.css";
import "./credits.css";
import { useAddress } from "../projects/address.js";
import { Problem } from "../settings/parts.jsx";
import { useResource } from "../settings/rest.js";
import { WayBack } from "../ways/back.jsx";
import { useBuying } from "./buying.js";
import { CreditsCard } from "./card.jsx";
import { Compare } from "./compare.jsx";
import { Costs } from "./costs.jsx";
import { Forecast } from "./forecast.jsx";
import { Entries } from "./history.jsx";
import { Invoices } from "./invoices.jsx";
import { useBalance, useNews } from "./live.js";
import { Part, SaleNote, Unread } from "./note.jsx";
import { Order } from "./order.jsx";
import { Packs } from "./packs.jsx";
import { PlanCard } from "./plan.jsx";
import { Plans } from "./plans.jsx";

const PARTS = ["plans", "packs", "history", "costs", "invoices"];

// The parts grow while they are read: the one that is wanted is found again until somebody moves.
const useAnchor = (isThere) => {
  const { hash, key } = useLocation();
  const wanted = useRef("");
  useEffect(() => { wanted.current = hash.slice(1); }, [hash, key]);
  useEffect(() => {
    const forget = () => { wanted.current = ""; };
    const moves = ["wheel", "touchstart", "keydown", "pointerdown"];
    moves.forEach((move) => window.addEventListener(move, forget, { passive: true }));
    return () => moves.forEach((move) => window.removeEventListener(move, forget));
  }, []);
  useEffect(() => {
    const part = PARTS.includes(wanted.current) && document.getElementById(wanted.current);
    if (!part) return;
    part.scrollIntoView();
    if (document.activeElement !== part) part.focus({ preventScroll: true });
  }, [hash, key, isThere]);
};

function Places() {
  const t = useT();
  return <nav className="vg-cr-places" aria-label={t("credits.parts")}>{PARTS.map((part) => <a key={part} href={`#${part}`}>{t.label("credits_word", `part_${part}`)}</a>)}</nav>;
}

const OffersWait = () => <div className="vg-cr-plans" aria-hidden="true">{[1, 2, 3, 4].map((n) => <div key={n} className="vg-skeleton vg-cr-offer-wait" />)}</div>;

export function Credits({ live }) {
  const t = useT();
  const [asked, change] = useAddress();
  const [balance, balanceError, reloadBalance] = useBalance(live);
  const [sale, saleError, reloadSale] = useResource("/api/plans");
  const [plan, planError, reloadPlan] = useResource("/api/billing/subscription");
  const [invoices, invoicesError, reloadInvoices] = useResource("/api/billing/invoices");
  const [forecast, forecastError, reloadForecast] = useResource("/api/credits/forecast");
  const again = useCallback(() => Promise.all([reloadPlan(), reloadInvoices(), reloadForecast()]), [reloadPlan, reloadInvoices, reloadForecast]);
  useNews(live, again);
  const all = useCallback(() => { reloadBalance(); again(); }, [reloadBalance, again]);
  const buying = useBuying(all);
  useAnchor([sale, plan, balance, forecast].filter(Boolean).length);
  const isOffered = sale?.payments.isOffered ?? false;
  const isReady = sale && plan;
  const offersError = saleError ?? planError;
  const order = asked.order ?? asked.cancelled;
  return (
    <div className="vg-cr" data-testid="credits" data-ready={Boolean(isReady && balance) || undefined}>
      <header className="vg-cr-head"><div><h1>{t("credits.title")}</h1><p>{t("credits.text")}</p></div><SaleNote payments={sale?.payments} /></header>
      <WayBack />
      <Order id={order} isBack={!asked.order} onSettled={all} onClose={() => change({ order: "", cancelled: "" })} />
      <div className="vg-cr-top">
        <CreditsCard balance={balance} error={balanceError} history="#history" buy={sale && !isOffered ? "" : "#packs"} testId="credits-overview" />
        <PlanCard plan={plan} balance={balance} error={planError} isOffered={isOffered} onChanged={all} />
      </div>
      <Forecast forecast={forecast} error={forecastError} balance={balance} />
      <Places />
      <Part name="plans" title={t("billing.plans")} text={t("billing.plans_text")}>
        <Problem error={buying.kind === "plan" ? buying.error : null} testId="plans-buying-error" />
        {isReady && <><Plans sale={sale} mine={plan} balance={balance} buying={buying} onChanged={all} /><h3 className="vg-cr-compare">{t("billing.compare")}</h3><Compare sale={sale} mine={plan} /></>}
        {!isReady && (offersError ? <Unread error={offersError} onAgain={() => { reloadSale(); reloadPlan(); }} testId="plans-error" /> : <OffersWait />)}
      </Part>
      <Part name="packs" title={t("billing.packs")} text={t("billing.packs_text")}>
        <Problem error={buying.kind === "pack" ? buying.error : null} testId="packs-buying-error" />
        {isReady && <Packs sale={sale} isUnlimited={plan.isUnlimited} buying={buying} />}
        {!isReady && (offersError ? <p className="vg-cr-none">{t("billing.no_packs")}</p> : <div className="vg-skeleton vg-cr-packs-wait" aria-hidden="true" />)}
      </Part>
      <Entries live={live} />
      <Part name="costs" title={t("costs.title")} text={t("costs.text")}><Costs /></Part>
      <Part name="invoices" title={t("billing.invoices")} text={t("billing.invoices_text")}><Invoices data={invoices} error={invoicesError} /></Part>
    </div>
  );
}
