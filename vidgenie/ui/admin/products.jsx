// Plans and packs: what they are today, what they will be, and how they came to be.
import { Fragment, useRef, useState } from "react";
import { Coins, Pencil, Plus } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Badge, Button, Problem, Waiting } from "../settings/parts.jsx";
import { useAction } from "../settings/rest.js";
import { CurrencyDialog } from "./currency_dialog.jsx";
import { ProductDialog } from "./product_dialog.jsx";
import { call, useAdmin } from "./rest.js";
import { Next, Versions } from "./versions.jsx";
import { current, dateOf, isMixed, money, RELEASED, usualCurrency } from "./words.js";

const KINDS = ["plan", "pack"];

// Of plans that admins have added the version says the name: it may have begun or not.
const planName = (t, slug, { title, titleFr }) => (RELEASED.has(slug) ? t.label("plan", slug) : t("billing.plan_named", { plan: (t.locale === "fr" && titleFr) || title }));
const packName = (t, { title, credits }) => (/^\d*$/.test(title) ? t("admin.pack_of", { n: credits }) : title);
export const nameOf = (t, { kind, slug }, shown) => (kind === "plan" ? planName(t, slug, shown) : packName(t, shown));
// A new one stands last.
const fresh = (kind, { items, currencies }) => ({ kind, currency: usualCurrency(items) ?? currencies[0], position: Math.max(0, ...items.filter((one) => one.kind === kind).map((one) => (one.now ?? one.versions[0]).position)) + 1 });

export function Products() {
  const t = useT();
  const [sold, error, reload] = useAdmin("/api/admin/products");
  const [edited, setEdited] = useState(null);
  const { isBusy, error: problem, run } = useAction();
  const cancel = async (id) => {
    const isGone = await run(() => call("DELETE", `/api/admin/products/versions/${id}`));
    reload();
    return Boolean(isGone);
  };
  const saved = () => { setEdited(null); reload(); };
  if (!sold) return error ? <Problem error={error} /> : <Waiting tall={4} />;
  return (
    <section aria-labelledby="products-title">
      <header className="vg-ad-head">
        <div><h2 id="products-title">{t("admin.products")}</h2><p>{t("admin.products_text")}</p></div>
        <div className="vg-ad-tools">
          <Button onClick={() => setEdited("currency")} testId="currency-change"><Coins size={16} aria-hidden="true" />{t("admin.change_currency")}</Button>
          {KINDS.map((kind) => <Button key={kind} onClick={() => setEdited(fresh(kind, sold))} testId={`${kind}-new`}><Plus size={16} aria-hidden="true" />{t.label("admin_word", `new_${kind}`)}</Button>)}
        </div>
      </header>
      <Problem error={problem} />
      {isMixed(sold.items) && <p className="vg-alert vg-alert-warn" role="status" data-testid="currency-mixed">{t("admin.mixed")}</p>}
      <div className="vg-card vg-ad-sheet">
        <table className="vg-ad-table" data-testid="products-table">
          <caption className="vg-sr">{t("admin.products")}</caption>
          <thead><tr><th scope="col">{t("admin.product")}</th><th scope="col">{t("admin.credits_column")}</th><th scope="col">{t("admin.money")}</th><th scope="col">{t("admin.soon")}</th><th scope="col"><span className="vg-sr">{t("admin.edit")}</span></th></tr></thead>
          {KINDS.map((kind) => (
            <tbody key={kind}>
              <tr className="vg-ad-group"><th colSpan={5} scope="rowgroup">{t.label("admin_word", `${kind}s`)}</th></tr>
              {sold.items.filter((item) => item.kind === kind).map((item) => <Row key={item.slug} item={item} busy={isBusy} onEdit={() => setEdited(item)} onCancel={cancel} />)}
            </tbody>
          ))}
        </table>
      </div>
      <Dialog open={Boolean(edited)} label={labelOf(t, edited)} onClose={() => setEdited(null)}>
        {edited === "currency" && <CurrencyDialog items={sold.items} currencies={sold.currencies} onSaved={saved} onClose={() => setEdited(null)} />}
        {edited?.kind && <ProductDialog item={edited} currencies={sold.currencies} onSaved={saved} onClose={() => setEdited(null)} />}
      </Dialog>
    </section>
  );
}

const labelOf = (t, edited) => {
  if (edited === "currency") return t("admin.change_currency");
  if (edited?.slug) return t("admin.edit_of", { what: nameOf(t, edited, edited.now ?? edited.versions[0]) });
  return edited ? t.label("admin_word", `new_${edited.kind}`) : "";
};

function Row({ item, busy, onEdit, onCancel }) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const history = useRef(null);
  // What was cancelled is gone: the keyboard goes on where it was opened.
  const cancel = async (id) => { if (await onCancel(id)) history.current?.focus(); };
  const shown = item.now ?? item.versions[0];
  const name = nameOf(t, item, shown);
  const amount = (one) => (one.isUnlimited ? t("admin.no_limit") : t("credits.count", { n: one.credits }));
  const say = (one) => (one.isOffered ? t("admin.for_money", { what: amount(one), money: money(t, one.cents, one.currency) }) : t("admin.not_offered"));
  const now = current(item.versions);
  return (
    <Fragment>
      <tr data-testid={`product-row-${item.kind}-${item.slug}`} data-cents={item.now?.cents ?? ""}>
        <th scope="row">{name}</th>
        <td className="vg-ad-where vg-num">{item.now ? amount(item.now) : "–"}{item.kind === "plan" && item.now && <small>{t("admin.each_month")}</small>}</td>
        <td className="vg-ad-now">
          {item.now?.isOffered && <b className="vg-num">{money(t, item.now.cents, item.now.currency)}</b>}
          {item.now?.isOffered === false && <Badge tone="warn">{t("admin.not_offered")}</Badge>}
          {!item.now && item.versions.every((one) => one.standing === "cancelled") && <Badge>{t.label("admin_word", "cancelled")}</Badge>}
          {now && <small>{t("admin.since", { date: dateOf(t, now.startsAt) })}</small>}
        </td>
        <td className="vg-ad-soon"><Next versions={item.versions} say={say} /></td>
        <td className="vg-ad-acts">
          <Button ref={history} small look="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} aria-label={t("admin.history_of", { what: name })} testId="product-history">{t("admin.history")}</Button>
          <Button small onClick={onEdit} aria-label={t("admin.edit_of", { what: name })} testId="product-edit"><Pencil size={14} aria-hidden="true" />{t("admin.edit")}</Button>
        </td>
      </tr>
      {isOpen && <tr className="vg-ad-more"><td colSpan={5}><Versions versions={item.versions} say={say} busy={busy} onCancel={cancel} label={t("admin.history_of", { what: name })} /></td></tr>}
    </Fragment>
  );
}
