// The checkout at which no money moves: it can be paid, declined, left, and told of twice.
import { useState } from "react";
import { ArrowLeft, CircleCheck, CircleX, Clock, CopyCheck, FlaskConical, LockKeyhole, SearchX, Undo2 } from "lucide-react";
import { Link, useLocation, useNavigate } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import "../settings/settings.css";
import "./checkout.css";
import { Button, Icon, Problem } from "../settings/parts.jsx";
import { useAction, useResource } from "../settings/rest.js";
import { Trying, testDo } from "./trying.jsx";
import { money, planName, productName } from "./words.js";

const STATES = { paid: ["good", CircleCheck], failed: ["bad", CircleX], expired: ["calm", Clock], reversed: ["calm", Undo2] };

const Banner = ({ t }) => <p className="vg-co-banner" role="note" data-testid="checkout-test-banner"><Icon of={FlaskConical} size={18} /><span><b>{t("checkout.test")}</b> {t("checkout.test_text")}</span></p>;

function Bought({ order }) {
  const t = useT();
  const price = money(t, order.cents, order.currency);
  const isPlan = order.kind === "plan";
  const gives = order.isUnlimited || (isPlan && !order.credits) ? t("credits.unlimited_text") : t("credits.count", { n: order.credits });
  return (
    <section className="vg-co-bought" aria-labelledby="bought">
      <Link className="vg-co-back" to="/credits"><Icon of={ArrowLeft} size={16} />{t("checkout.back")}</Link>
      <p className="vg-co-eyebrow" id="bought">{isPlan ? t("checkout.subscribe", { plan: planName(t, order.slug) }) : t("checkout.pay_for", { pack: productName(t, order) })}</p>
      <p className="vg-co-price" data-testid="checkout-price" data-cents={order.cents}><b className="vg-num">{price}</b>{isPlan && <span>{t("checkout.each_month")}</span>}</p>
      <dl>
        <div><dt><b>{isPlan ? productName(t, order) : t("billing.pack")}</b><small>{isPlan ? t("checkout.gives_month", { credits: gives }) : t("checkout.gives_once", { credits: gives })}</small></dt><dd className="vg-num">{price}</dd></div>
        <div className="vg-co-total"><dt>{order.status === "open" ? t("checkout.total") : t("checkout.sum")}</dt><dd className="vg-num">{price}</dd></div>
      </dl>
      <p className="vg-co-fine">{isPlan ? t("checkout.fine_plan", { price }) : t("checkout.fine_pack")}</p>
    </section>
  );
}

// Drawn, not to be filled in: nobody is asked for a card.
const Card = ({ t }) => <div className="vg-co-card" aria-hidden="true"><span>{t("checkout.card")}</span><i /><b>4242 4242 4242 4242</b><small><span>12/42</span><span>TEST</span></small></div>;

function Paying({ order, onDone }) {
  const t = useT();
  const act = useAction();
  const [deed, setDeed] = useState("");
  const go = async (wanted) => {
    setDeed(wanted);
    const data = await act.run(() => testDo(order.id, wanted));
    setDeed("");
    if (data) onDone(wanted, data);
  };
  const button = (wanted) => ({ busy: deed === wanted, disabled: act.isBusy, onClick: () => go(wanted), testId: `checkout-${wanted}` });
  return (
    <>
      <Card t={t} />
      <Button look="primary" className="vg-btn-large vg-btn-wide" {...button("pay")}><Icon of={LockKeyhole} />{t("checkout.pay", { price: money(t, order.cents, order.currency) })}</Button>
      <Problem error={act.error} testId="checkout-error" />
      <p className="vg-co-or"><span>{t("checkout.or")}</span></p>
      <div className="vg-co-others">
        <Button {...button("fail")}><Icon of={CircleX} />{t("checkout.fail")}</Button>
        <Button {...button("twice")}><Icon of={CopyCheck} />{t("checkout.twice")}</Button>
        <Button look="quiet" {...button("cancel")}>{t("checkout.cancel")}</Button>
      </div>
    </>
  );
}

function Over({ order, onDone }) {
  const t = useT();
  const [tone, icon] = STATES[order.status] ?? STATES.expired;
  return (
    <div className={`vg-co-over vg-co-over-${tone}`} role="status" data-testid="checkout-over" data-status={order.status}>
      <Icon of={icon} size={34} />
      <h2>{t.label("billing_word", `order_${order.status}`)}</h2>
      <p>{t.label("billing_word", `order_${order.status}_text`)}</p>
      <Link className="vg-btn vg-btn-primary vg-btn-wide" to={order.status === "paid" ? `/credits?order=${order.id}` : "/credits#packs"}>{t("checkout.to_credits")}</Link>
      {["paid", "reversed"].includes(order.status) && <Trying id={order.id} onDone={onDone} />}
    </div>
  );
}

function Missing({ error }) {
  const t = useT();
  if (error.code !== "not_found") return <Problem error={error} testId="checkout-error" />;
  return (
    <div className="vg-card vg-empty" data-testid="checkout-missing">
      <span className="vg-empty-icon"><Icon of={SearchX} size={24} /></span>
      <h1 className="vg-empty-title">{t("checkout.missing")}</h1>
      <p className="vg-empty-text">{t("checkout.missing_text")}</p>
      <Link className="vg-btn vg-btn-plain" to="/credits">{t("checkout.to_credits")}</Link>
    </div>
  );
}

export function Checkout() {
  const t = useT();
  const navigate = useNavigate();
  const id = useLocation().pathname.split("/").filter(Boolean).at(-1);
  const [order, error, reload] = useResource(`/api/billing/orders/${encodeURIComponent(id)}`);
  const [test, testError] = useResource(`/api/billing/test-checkout/${encodeURIComponent(id)}`);
  const [declined, setDeclined] = useState(false);
  const problem = error ?? testError;
  const done = (deed, { status, returnUrl }) => {
    setDeclined(deed === "fail");
    reload();
    if (!returnUrl || (deed === "fail" && status !== "paid")) return;
    const { pathname, search } = new URL(returnUrl, window.location.href);
    navigate(`${pathname}${search}`);
  };
  if (problem) return <div className="vg-co-none"><Missing error={problem} /></div>;
  if (!order || !test) return <div className="vg-co" aria-busy="true"><div className="vg-skeleton vg-co-wait" /><div className="vg-skeleton vg-co-wait" /></div>;
  return (
    <>
      <Banner t={t} />
      <div className="vg-co" data-testid="checkout" data-order={order.id} data-status={order.status}>
        <h1 className="vg-sr">{t("checkout.title")}</h1>
        <Bought order={order} />
        <section className="vg-card vg-co-pay" aria-label={t("checkout.title")}>
          {declined && order.status === "open" && <p className="vg-alert" role="alert" data-testid="checkout-declined"><strong>{t("checkout.declined")}</strong> {t("checkout.declined_text")}</p>}
          {order.status === "open" ? <Paying order={order} onDone={done} /> : <Over order={order} onDone={reload} />}
        </section>
      </div>
    </>
  );
}
