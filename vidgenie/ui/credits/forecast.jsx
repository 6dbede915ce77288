// How long the credits last at the pace they were spent at lately.
import { CalendarCheck, Hourglass, TrendingUp, TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { Alerts } from "./alerts.jsx";
import { outlookOf } from "./standing.js";
import { dateOf } from "./words.js";

const LOOKS = { unlimited: ["calm", TrendingUp], none: ["calm", Hourglass], enough: ["good", CalendarCheck], until: ["warn", Hourglass], out: ["warn", TriangleAlert] };

const said = (t, kind, { perDay, until }, { renewsAt }) => {
  const [pace, renewal] = [Math.round(perDay * 10) / 10, dateOf(t, renewsAt)];
  if (kind === "out") return t("credits.pace_out", { date: renewal });
  if (kind === "unlimited") return t("credits.pace_unlimited", { pace });
  if (kind === "enough") return t("credits.pace_enough", { pace, date: renewal });
  return kind === "until" ? t("credits.pace_until", { pace, date: dateOf(t, until), renewal }) : t("credits.pace_none");
};

const unusualText = (t, unusual) => {
  if (unusual.period === "hour") return t("credits.unusual_hour", unusual);
  return unusual.period === "rare" ? t("credits.unusual_rare", unusual) : t("credits.unusual_day", unusual);
};

export function Forecast({ forecast, error, balance }) {
  const t = useT();
  if (error && !forecast) return null;
  if (!forecast || !balance) return <div className="vg-skeleton vg-cr-forecast-wait" aria-hidden="true" />;
  const kind = outlookOf(forecast, balance);
  const [tone, icon] = LOOKS[kind];
  const { unusual } = forecast;
  return (
    <div className={`vg-cr-forecast vg-cr-forecast-${tone}`} data-testid="credits-forecast" data-kind={kind}>
      <Icon of={icon} size={18} /><p>{said(t, kind, forecast, balance)} {forecast.expiring > 0 && t("credits.expiring", { n: forecast.expiring })}</p>
      <Alerts />
      {unusual && <p className="vg-cr-unusual" data-testid="credits-unusual"><Icon of={TriangleAlert} size={15} />{unusualText(t, unusual)}</p>}
    </div>
  );
}
