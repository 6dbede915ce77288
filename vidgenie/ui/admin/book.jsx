// What there is to know about an account's credits.
import { useEffect, useRef, useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { money, reasonText } from "../credits/words.js";
import { Dialog } from "../dialog/dialog.jsx";
import { Ago, Badge, Button } from "../settings/parts.jsx";
import { AdjustDialog, RefundDialog } from "./moving.jsx";
import { dateOf, number } from "./words.js";

const SIGNS = { credit: "+", debit: "−", hold: "", release: "" };

export function Book({ book, onChanged }) {
  const t = useT();
  const [what, setWhat] = useState(null);
  const card = useRef(null);
  const known = useRef(book);
  // The button that was pressed may be gone with what was given back: the keyboard goes on from the figures.
  useEffect(() => {
    if (known.current !== book && document.activeElement === document.body) card.current?.focus({ preventScroll: true });
    known.current = book;
  }, [book]);
  const done = (changed) => { onChanged(changed); setWhat(null); };
  const close = () => setWhat(null);
  return (
    <div className="vg-ad-book" data-testid="credits-book" data-available={book.available}>
      <section ref={card} className="vg-card vg-ad-who-card" aria-label={book.email} tabIndex={-1}>
        <div><h2>{book.email}</h2><p className="text-mute">{book.name && `${book.name} · `}{t.label("plan", book.plan)}</p></div>
        <dl aria-live="polite">
          <div><dt>{t("admin.available")}</dt><dd className="vg-num">{book.unlimited ? t("admin.no_limit") : number(t, book.available)}</dd></div>
          <div><dt>{t("admin.held")}</dt><dd className="vg-num">{number(t, book.held)}</dd></div>
          <div><dt>{t("admin.used")}</dt><dd className="vg-num">{number(t, book.used)}</dd></div>
        </dl>
        <Button look="primary" onClick={() => setWhat("adjust")} testId="credits-adjust">{t("admin.adjust")}</Button>
      </section>
      <Runs holds={book.holds} onRefund={setWhat} />
      <Lots lots={book.lots} />
      {book.shortfalls.length > 0 && <Shortfalls orders={book.shortfalls} />}
      {book.notRefunded.length > 0 && <NotRefunded refunds={book.notRefunded} />}
      <Entries entries={book.entries} />
      <Dialog open={Boolean(what)} label={what === "adjust" ? t("admin.adjust") : t("admin.refund")} onClose={close}>
        {what === "adjust" && <AdjustDialog book={book} onDone={done} onClose={close} />}
        {what && what !== "adjust" && <RefundDialog hold={what} onDone={done} onClose={close} />}
      </Dialog>
    </div>
  );
}

function Sheet({ name, title, heads, none, hidesLast, children }) {
  return (
    <section aria-labelledby={`${name}-title`}>
      <h3 className="vg-ad-title" id={`${name}-title`}>{title}</h3>
      <div className="vg-card vg-ad-sheet">
        {none ? <p className="vg-ad-quiet">{none}</p> : (
          <table className="vg-ad-table" data-testid={`credits-${name}`}>
            <thead><tr>{heads.map((head, place) => <th key={head} scope="col">{hidesLast && place === heads.length - 1 ? <span className="vg-sr">{head}</span> : head}</th>)}</tr></thead>
            <tbody>{children}</tbody>
          </table>
        )}
      </div>
    </section>
  );
}

function Runs({ holds, onRefund }) {
  const t = useT();
  const heads = [t("admin.run"), t("admin.state"), t("admin.charged"), t("admin.refund")];
  return (
    <Sheet name="runs" hidesLast title={t("admin.runs")} heads={heads} none={holds.length ? "" : t("admin.no_runs")}>
      {holds.map((hold) => (
        <tr key={hold.runId} data-testid="credits-run" data-refundable={hold.refundable}>
          <th scope="row"><span className="vg-ad-run">{hold.title || t("admin.run_without_words")}</span><small><code>{hold.runId.slice(0, 8)}</code> · <Ago at={hold.createdAt} /></small></th>
          <td className="vg-ad-where"><Badge tone={hold.state === "open" ? "live" : ""}>{hold.state === "open" ? t("admin.hold_open", { n: hold.amount - hold.captured - hold.released }) : t("admin.hold_closed")}</Badge></td>
          <td className="vg-ad-now"><b className="vg-num">{t("credits.count", { n: hold.captured })}</b>{hold.refunded > 0 && <small>{t("admin.given_back", { n: hold.refunded })}</small>}</td>
          <td className="vg-ad-acts">{hold.refundable > 0 && <Button small onClick={() => onRefund(hold)} aria-label={t("admin.refund_of", { what: hold.title || hold.runId.slice(0, 8) })} testId="credits-refund">{t("admin.refund")}</Button>}</td>
        </tr>
      ))}
    </Sheet>
  );
}

function Lots({ lots }) {
  const t = useT();
  const heads = [t("admin.lot"), t("admin.granted"), t("admin.left"), t("admin.expires")];
  return (
    <Sheet name="lots" title={t("admin.lots")} heads={heads} none={lots.length ? "" : t("admin.no_lots")}>
      {lots.map((lot) => (
        <tr key={`${lot.source} ${lot.createdAt}`}>
          <th scope="row">{t.label("admin_word", `source_${lot.source}`)}<small><Ago at={lot.createdAt} /></small></th>
          <td className="vg-ad-where vg-num">{t("admin.of", { n: number(t, lot.granted) })}</td>
          <td className="vg-ad-now"><b className="vg-num">{t("credits.count", { n: lot.available })}</b>{lot.held > 0 && <small>{t("admin.and_held", { n: lot.held })}</small>}</td>
          <td className="vg-ad-soon">{lot.reversedAt ? <Badge tone="warn">{t("admin.reversed")}</Badge> : lot.expiresAt ? t("admin.until", { date: dateOf(t, lot.expiresAt) }) : t("admin.never")}</td>
        </tr>
      ))}
    </Sheet>
  );
}

function Shortfalls({ orders }) {
  const t = useT();
  return (
    <Sheet name="shortfalls" title={t("admin.shortfalls")} heads={[t("admin.order"), t("admin.granted"), t("admin.shortfall"), t("admin.when")]}>
      {orders.map((order) => (
        <tr key={order.orderId}>
          <th scope="row">{t.label("admin_word", order.kind)} {order.slug}<small><code>{order.orderId.slice(0, 8)}</code></small></th>
          <td className="vg-ad-where vg-num">{t("credits.count", { n: order.credits })}</td>
          <td className="vg-ad-now"><b className="vg-num">{t("credits.count", { n: order.shortfall })}</b></td>
          <td className="vg-ad-soon"><Ago at={order.createdAt} /></td>
        </tr>
      ))}
    </Sheet>
  );
}

function NotRefunded({ refunds }) {
  const t = useT();
  return (
    <Sheet name="not-refunded" title={t("admin.not_refunded")} heads={[t("admin.order"), t("admin.payment"), t("admin.not_arrived"), t("admin.when")]}>
      {refunds.map((refund) => (
        <tr key={`${refund.paymentId}:${refund.foundAt}`}>
          <th scope="row">{refund.kind && t.label("admin_word", refund.kind)} {refund.slug}<small>{t("admin.not_refunded_text")}</small></th>
          <td className="vg-ad-where"><code>{refund.paymentId}</code></td>
          <td className="vg-ad-now"><b className="vg-num">{money(t, refund.cents, refund.currency || "usd")}</b></td>
          <td className="vg-ad-soon"><Ago at={refund.foundAt} /></td>
        </tr>
      ))}
    </Sheet>
  );
}

function Entries({ entries }) {
  const t = useT();
  const heads = [t("admin.what"), t("admin.run"), t("admin.amount"), t("admin.when")];
  return (
    <Sheet name="entries" title={t("admin.entries")} heads={heads} none={entries.length ? "" : t("admin.no_entries")}>
      {entries.map((entry) => (
        <tr key={entry.id} data-testid="credits-line" data-type={entry.type}>
          <th scope="row">{reasonText(t, entry.reason)}</th>
          <td className="vg-ad-where">{entry.runId && <code>{entry.runId.slice(0, 8)}</code>}</td>
          <td className="vg-ad-now"><b className="vg-num">{SIGNS[entry.type]}{number(t, entry.amount)}</b><small>{t.label("admin_word", entry.type)}</small></td>
          <td className="vg-ad-soon"><Ago at={entry.createdAt} /></td>
        </tr>
      ))}
    </Sheet>
  );
}
