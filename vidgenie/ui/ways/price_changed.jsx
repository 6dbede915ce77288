// It costs more now than what was shown: nothing was started. Both prices, and a button for the new one.
import { Tag, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon } from "../settings/parts.jsx";
import { useInSight } from "./in_sight.js";
import "./ways.css";

// error: price_changed {agreed, required}. onStart(required): starts at the new price.
export function PriceChanged({ error, onStart, onDismiss, isBusy }) {
  const t = useT();
  const { agreed, required } = { ...error.details, ...error };
  const card = useInSight(true);
  return (
    <section ref={card} className="vg-ways vg-ways-price" role="alert" data-testid="price-changed" data-agreed={agreed} data-required={required}>
      <header>
        <span className="vg-ways-icon"><Icon of={Tag} size={18} /></span>
        <div>
          <p className="vg-ways-what">{t("ways.price_changed")}</p>
          <p className="vg-ways-prices"><s><span className="vg-sr">{t("ways.price_old")} </span>{t("credits.count", { n: agreed })}</s> <span aria-hidden="true">→</span> <b><span className="vg-sr">{t("ways.price_new")} </span>{t("credits.count", { n: required })}</b></p>
          <p className="vg-ways-text">{t("ways.price_text")}</p>
        </div>
        {onDismiss && <button type="button" className="vg-icon-btn" aria-label={t("cause.dismiss")} title={t("cause.dismiss")} onClick={onDismiss}><Icon of={X} /></button>}
      </header>
      {onStart && <footer><Button look="primary" busy={isBusy} onClick={() => onStart(required)} testId="ways-start">{t("ways.start_for", { price: t("credits.count", { n: required }) })}</Button></footer>}
    </section>
  );
}
