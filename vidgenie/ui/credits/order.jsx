// Back from the checkout: what has become of the order.
import { CircleCheck, CircleX, Clock, RotateCcw, Undo2, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon, Problem } from "../settings/parts.jsx";
import { useOrder } from "./buying.js";
import { Trying } from "./trying.jsx";
import { money, productName } from "./words.js";

const LOOKS = { paid: ["good", CircleCheck], failed: ["bad", CircleX], expired: ["calm", Clock], reversed: ["calm", Undo2], open: ["calm", Clock] };

const titleOf = (t, order, isBack) => {
  if (isBack && ["open", "expired"].includes(order.status)) return t("billing.order_left");
  if (order.status === "open") return t("billing.order_waits");
  return t.label("billing_word", `order_${order.status}`);
};

const textOf = (t, order, isLate, isBack) => {
  const what = { product: productName(t, order), price: money(t, order.cents, order.currency) };
  if (order.status === "paid") return order.kind === "plan" ? t("billing.order_paid_plan", what) : t("billing.order_paid_pack", { ...what, n: order.credits });
  if (order.status === "open" && isBack) return t("billing.order_left_text", what);
  if (order.status === "open") return isLate ? t("billing.order_late_text") : t("billing.order_waits_text");
  return t.label("billing_word", `order_${order.status}_text`);
};

// id: the order in the address. isBack: the person came back without paying. onSettled: it is not open any more.
export function Order({ id, isBack, onSettled, onClose }) {
  const t = useT();
  const { order, error, isLate, again } = useOrder(id, onSettled);
  if (!id) return null;
  if (error && !order) return <Problem error={error.code === "not_found" ? { ...error, problem: "order" } : error} testId="order-error"><Button small look="quiet" onClick={onClose}>{t("billing.close")}</Button></Problem>;
  if (!order) return <div className="vg-skeleton vg-cr-order-wait" aria-hidden="true" />;
  const [tone, icon] = LOOKS[order.status] ?? LOOKS.open;
  const isWaiting = order.status === "open" && !isLate && !isBack;
  return (
    <section className={`vg-cr-order vg-cr-order-${tone}`} role="status" aria-busy={isWaiting || undefined} data-testid="order" data-status={order.status} data-order={order.id}>
      <span className="vg-cr-order-icon">{isWaiting ? <i className="vg-spin" aria-hidden="true" /> : <Icon of={icon} size={22} />}</span>
      <div>
        <h2>{titleOf(t, order, isBack)}</h2>
        <p>{textOf(t, order, isLate, isBack)}</p>
        {order.notRefundedCents > 0 && <p data-testid="order-not-refunded">{t("billing.order_not_refunded", { amount: money(t, order.notRefundedCents, order.currency) })}</p>}
        <p className="vg-cr-order-acts">
          {order.status === "open" && isBack && order.url && <a className="vg-btn vg-btn-primary vg-btn-small" href={order.url} data-testid="order-go-on">{t("billing.order_go_on")}</a>}
          {order.status === "open" && isLate && <Button small onClick={again} testId="order-look"><Icon of={RotateCcw} size={15} />{t("billing.order_look")}</Button>}
          {["failed", "expired"].includes(order.status) && <a className="vg-btn vg-btn-plain vg-btn-small" href={order.kind === "plan" ? "#plans" : "#packs"}>{t("billing.order_anew")}</a>}
        </p>
        {order.isTest && ["paid", "reversed"].includes(order.status) && <Trying id={order.id} onDone={() => { again(); onSettled?.(); }} />}
      </div>
      <button type="button" className="vg-icon-btn" aria-label={t("billing.close")} title={t("billing.close")} onClick={onClose} data-testid="order-close"><Icon of={X} size={17} /></button>
    </section>
  );
}
