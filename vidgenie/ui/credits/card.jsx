// The credits of an Account at a glance; the same on the dashboard and on the page of credits.
import { CalendarDays, Coins, History, LockKeyhole, Sun } from "lucide-react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import "./card.css";
import { DaysUntil } from "../clock/clock.jsx";
import { Icon, Problem } from "../settings/parts.jsx";
import { Gauge } from "./gauge.jsx";
import { Sparkline } from "./sparkline.jsx";
import { number, percentOf } from "./words.js";

function Figure({ icon, name, n, testId }) {
  const t = useT();
  return (
    <div>
      <dt><Icon of={icon} size={14} />{name}</dt>
      <dd className="vg-num" data-testid={testId} data-credits={n}>{n > 0 ? t("credits.minus", { n }) : t("credits.count", { n: 0 })}</dd>
    </div>
  );
}

function Middle({ balance }) {
  const t = useT();
  const { credits, granted, unlimited } = balance;
  if (unlimited) return <><b>∞</b><span>{t("credits.unlimited")}</span></>;
  const text = number(t, credits);
  return <><b className="vg-num" data-long={text.length > 5 || undefined}>{text}</b><span>{credits > granted || !granted ? t("credits.left") : t("credits.left_of", { n: granted })}</span></>;
}

function Renewal({ balance }) {
  const t = useT();
  return (
    <p className="vg-cr-renewal">
      <span data-testid="credits-plan">{t.label("plan", balance.plan)}</span>
      {!balance.unlimited && balance.renewsAt && <> · <span>{balance.renews ? t("credits.renews") : t("credits.ends")} <DaysUntil at={Date.parse(balance.renewsAt)} /></span></>}
    </p>
  );
}

const Waiting = () => <div className="vg-cr-card-wait" aria-hidden="true"><div className="vg-skeleton" /><div className="vg-skeleton" /><div className="vg-skeleton" /></div>;

// balance: as REST answers it, null while it is on its way. history, buy: where the buttons lead, buy "" while
// nothing is for sale.
export function CreditsCard({ balance, error, history, buy, testId }) {
  const t = useT();
  const label = balance && (balance.unlimited ? t("credits.unlimited_text") : t("credits.gauge", { n: balance.credits, granted: balance.granted }));
  return (
    <section className="vg-card vg-cr-card" aria-label={t("credits.title")} aria-busy={!balance && !error} data-testid={testId} data-credits={balance?.credits} data-held={balance?.held}>
      <header><h2>{t("credits.title")}</h2>{balance ? <Renewal balance={balance} /> : <p className="vg-cr-renewal">{"\u00a0"}</p>}</header>
      {!balance && (error ? <Problem error={error} testId={`${testId}-error`} /> : <Waiting />)}
      {balance && (
        <>
          <div className="vg-cr-glance">
            <Gauge percent={percentOf(balance)} label={label}><Middle balance={balance} /></Gauge>
            <dl>
              <Figure icon={Sun} name={t("credits.today")} n={balance.usedToday} testId="credits-today" />
              <Figure icon={CalendarDays} name={t("credits.this_week")} n={balance.usedThisWeek} testId="credits-week" />
              {balance.held > 0 && <div data-live><dt><Icon of={LockKeyhole} size={14} />{t("credits.held")}</dt><dd className="vg-num" data-testid="credits-held">{t("credits.count", { n: balance.held })}</dd></div>}
            </dl>
          </div>
          <Sparkline days={balance.daily} />
        </>
      )}
      <footer>
        <Link className="vg-btn vg-btn-plain" to={history} data-testid="credits-to-history"><Icon of={History} />{t("credits.history")}</Link>
        {buy && <Link className="vg-btn vg-btn-primary" to={buy} data-testid="credits-to-buy"><Icon of={Coins} />{t("credits.buy")}</Link>}
      </footer>
    </section>
  );
}
