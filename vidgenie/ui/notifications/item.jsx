// One notification: what it is about, in its colour; it leads to where that can be looked at.
import { Activity, BadgeCheck, CalendarClock, CircleAlert, CircleCheck, CircleHelp, CircleX, Coins, CreditCard, RefreshCw, Scale, ShoppingBag, TriangleAlert, Undo2 } from "lucide-react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { Ago, Icon } from "../settings/parts.jsx";
import { markRead } from "./reading.js";
import { TONES, textOf, titleOf } from "./words.js";

export const DRAWINGS = {
  run_finished: CircleCheck, run_failed: CircleAlert, run_doubt: CircleHelp, run_undecided: Undo2, run_refunded: Undo2,
  credits_low: Coins, unusual_use: Activity, renewal: RefreshCw, purchase: ShoppingBag, purchase_reversed: Undo2,
  refund_failed: TriangleAlert, bought_twice: Undo2, renewal_soon: CalendarClock,
  payment_failed: CreditCard, plan_changed: BadgeCheck, plan_ended: CircleX, adjusted: Scale,
};

export const Sign = ({ kind, size = 17 }) => <span className="vg-note-sign" data-tone={TONES[kind] ?? ""}><Icon of={DRAWINGS[kind] ?? TriangleAlert} size={size} /></span>;

export function Words({ item }) {
  const t = useT();
  const text = textOf(t, item);
  return (
    <span className="vg-note-words">
      <span className="vg-note-title">{titleOf(t, item)}</span>
      {text && <span className="vg-note-text">{text}</span>}
    </span>
  );
}

// onOpen: it is followed, or read because it leads nowhere.
export function Item({ item, onOpen }) {
  const t = useT();
  const isNew = !item.readAt;
  const open = () => {
    if (isNew) markRead([item.id]);
    onOpen?.(item);
  };
  return (
    <Link className="vg-note" to={item.href || "/notifications"} onClick={open} data-testid={`notification-${item.id}`} data-kind={item.kind} data-unread={isNew || undefined}>
      <Sign kind={item.kind} />
      <Words item={item} />
      <span className="vg-note-end"><Ago at={item.createdAt} className="vg-note-when" />{isNew && <i className="vg-note-dot"><span className="vg-sr">{t("notification.is_new")}</span></i>}</span>
    </Link>
  );
}
