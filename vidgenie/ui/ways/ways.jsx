// A start that costs more credits than there are: what it needs, what there is, and the three ways out.
import { useId } from "react";
import { ArrowRight, Coins, Gift, SlidersHorizontal, X } from "lucide-react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon, joined } from "../settings/parts.jsx";
import { BUY, leaveWay } from "./back.js";
import { useInSight } from "./in_sight.js";
import "./ways.css";

const credits = (t, n) => t("credits.count", { n: n ?? 0 });

function Words({ icon, title, price, children }) {
  return (
    <>
      <span className="vg-way-icon"><Icon of={icon} size={17} /></span>
      <span className="vg-way-words"><b><span>{title}</span>{price && <span className="vg-badge">{price}</span>}</b>{children}</span>
      <Icon of={ArrowRight} className="vg-way-go" />
    </>
  );
}

// What would change, one line each.
const Lines = ({ lines }) => lines?.map(({ name, text }) => <small key={`${name}${text}`}>{name && <i>{name}</i>} {text}</small>) ?? null;

// way: {total, title, lines: [{name, text}], text, onUse}. Without onUse it is only explained.
function Way({ icon, title, way, none, testId }) {
  const t = useT();
  if (!way?.onUse) return none || way?.text ? <li className="vg-way vg-way-none" data-testid={`${testId}-none`}><span className="vg-way-icon"><Icon of={icon} size={17} /></span><span className="vg-way-words"><b>{title}</b><small>{way?.text ?? none}</small></span></li> : null;
  const price = way.total === undefined ? "" : way.total ? credits(t, way.total) : t("ways.free");
  return (
    <li>
      <button type="button" className="vg-way" aria-busy={way.isBusy || undefined} disabled={way.isBusy} onClick={way.onUse} data-testid={testId} data-total={way.total}>
        <Words icon={icon} title={way.title ?? title} price={price}>{way.text && <small>{way.text}</small>}<Lines lines={way.lines} /></Words>
      </button>
    </li>
  );
}

// required, available: credits. cheaper, demo: a way (see above); null: there is none, which is said; undefined: nothing is said.
// isLooking: they are still looked for. isCalm: nobody has pressed anything yet. back: where to after buying.
export function Ways({ required, available, cheaper, demo, isLooking, isCalm, back, onDismiss, className }) {
  const t = useT();
  const title = useId();
  const card = useInSight(!isCalm, isLooking);
  return (
    <section ref={card} className={joined("vg-ways", className)} role={isCalm ? "group" : "alert"} aria-labelledby={title} data-testid="ways" data-required={required} data-available={available}>
      <header>
        <span className="vg-ways-icon"><Icon of={Coins} size={18} /></span>
        <div><p className="vg-ways-what" id={title}>{t("ways.needs", { needed: credits(t, required), there: available ?? 0 })}</p><p className="vg-ways-text">{isCalm ? t("ways.text_calm") : t("ways.text")}</p></div>
        {onDismiss && <button type="button" className="vg-icon-btn" aria-label={t("cause.dismiss")} title={t("cause.dismiss")} onClick={onDismiss}><Icon of={X} /></button>}
      </header>
      <ul aria-busy={isLooking || undefined}>
        <li><Link to={BUY} className="vg-way" onClick={() => leaveWay(back)} data-testid="ways-buy"><Words icon={Coins} title={t("ways.buy")}><small>{t("ways.buy_text")}</small></Words></Link></li>
        {isLooking && <li className="vg-skeleton vg-ways-wait" role="status" aria-label={t("ways.looking")} />}
        {!isLooking && <Way icon={SlidersHorizontal} title={t("ways.cheaper")} way={cheaper} none={cheaper === null && t("ways.no_cheaper")} testId="ways-cheaper" />}
        {!isLooking && <Way icon={Gift} title={t("ways.demo")} way={demo} none={demo === null && t("ways.no_demo")} testId="ways-demo" />}
      </ul>
    </section>
  );
}
