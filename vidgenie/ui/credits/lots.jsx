// Where the credits come from, and what of them ends when: the next to be spent first.
import { CalendarDays, Gift, Package } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { gathered } from "./standing.js";
import { reasonText, shortDate } from "./words.js";

const SOME = 3; // that fit beside the Plan
const when = (t, { expiresAt, renews }) => {
  if (!expiresAt) return t("credits.never_end");
  const date = shortDate(t, expiresAt);
  return renews ? t("credits.renewed_on", { date }) : t("credits.until", { date });
};
const DRAWINGS = { plan: CalendarDays, pack: Package };

export function Lots({ balance }) {
  const t = useT();
  const lots = gathered(balance?.lots ?? []);
  if (!lots.length || balance.unlimited) return null;
  const [shown, rest] = [lots.slice(0, SOME), lots.slice(SOME)];
  return (
    <ul className="vg-cr-lots" aria-label={t("credits.lots")} data-testid="credits-lots">
      {shown.map((lot) => (
        <li key={lot.key}>
          <Icon of={DRAWINGS[lot.source] ?? Gift} size={16} />
          <span><b className="vg-num">{t("credits.count", { n: lot.credits })}</b> {reasonText(t, lot.source)}</span>
          <small data-renews={lot.renews || undefined}>{when(t, lot)}</small>
        </li>
      ))}
      {rest.length > 0 && <li><small>{t("credits.more_lots", { n: rest.reduce((sum, { credits }) => sum + credits, 0) })}</small></li>}
    </ul>
  );
}
