// Credits bought once, which never expire.
import { Coins } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Badge, Button, Icon } from "../settings/parts.jsx";
import { clips, money, packName, perCredit } from "./words.js";

const worth = ({ cents, credits }) => cents / credits;

export function Packs({ sale, isUnlimited, buying }) {
  const t = useT();
  const { packs, prices, payments } = sale;
  if (!packs.length) return <p className="vg-cr-none">{t("billing.no_packs")}</p>;
  const best = packs.reduce((one, other) => (worth(other) < worth(one) ? other : one));
  return (
    <ul className="vg-cr-packs">
      {packs.map((pack) => (
        <li key={pack.slug} className="vg-card vg-cr-pack" data-testid={`pack-${pack.slug}`} data-credits={pack.credits} data-cents={pack.cents}>
          <span className="vg-promise-icon"><Icon of={Coins} size={20} /></span>
          <div>
            <h3>{packName(t, pack)}{packs.length > 1 && pack === best && <Badge tone="good">{t("billing.best")}</Badge>}</h3>
            <p className="vg-num">{[packName(t, pack) !== t("credits.count", { n: pack.credits }) && t("credits.count", { n: pack.credits }), perCredit(t, pack) && t("billing.each", { price: perCredit(t, pack) }), clips(prices, pack.credits) !== null && t("billing.clips", { n: clips(prices, pack.credits) })].filter(Boolean).join(" · ")}</p>
          </div>
          <div className="vg-cr-pack-go">
            <b className="vg-num">{money(t, pack.cents, pack.currency)}</b>
            {payments.isOffered && <Button look="primary" busy={buying.busy === `pack-${pack.slug}`} disabled={Boolean(buying.busy)} onClick={() => buying.buy("pack", pack.slug)} testId={`pack-${pack.slug}-buy`} aria-label={t("billing.buy_named", { pack: packName(t, pack) })}>{t("billing.buy")}</Button>}
          </div>
        </li>
      ))}
      {isUnlimited && <li className="vg-hint">{t("billing.packs_endless")}</li>}
    </ul>
  );
}
