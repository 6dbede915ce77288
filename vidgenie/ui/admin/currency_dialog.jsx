// Another currency for everything that is for sale, at once: each with its new price.
import { useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { Field } from "../settings/parts.jsx";
import { useAction } from "../settings/rest.js";
import { Begins, Buttons, errorOf, General, isoOf, Note } from "./form.jsx";
import { Currency } from "./product_dialog.jsx";
import { nameOf } from "./products.jsx";
import { call } from "./rest.js";
import { asMoney, centsOf, money, scheduled, usualCurrency } from "./words.js";

const keyOf = ({ kind, slug }) => `${kind}:${slug}`;
// What will be for sale may begin until then.
const isSold = ({ now, versions }) => [now, ...scheduled(versions)].some((one) => one?.isOffered && one.cents > 0);

export function CurrencyDialog({ items, currencies, onSaved, onClose }) {
  const t = useT();
  const sold = items.filter(isSold);
  const shownOf = (item) => item.now ?? item.versions[0];
  const usual = usualCurrency(items) ?? currencies[0];
  const [form, setForm] = useState({ currency: currencies.find((one) => one !== usual), at: "", note: "" });
  const [prices, setPrices] = useState(() => Object.fromEntries(sold.map((item) => [keyOf(item), asMoney(t, shownOf(item).cents)])));
  const set = (name) => (value) => setForm((old) => ({ ...old, [name]: value }));
  const { isBusy, error, run } = useAction();
  const cents = sold.map((item) => centsOf(prices[keyOf(item)]));

  const save = async (event) => {
    event.preventDefault();
    // Only what is for sale when it begins has a price in it.
    const start = form.at ? new Date(form.at) : new Date();
    const isThere = (item) => (item.versions.filter((one) => one.standing !== "cancelled").find((one) => new Date(one.startsAt) <= start))?.isOffered;
    const body = { currency: form.currency, note: form.note, startsAt: isoOf(form.at), prices: sold.map((item, place) => ({ item, cents: cents[place] })).filter(({ item }) => isThere(item)).map(({ item: { kind, slug }, cents: price }) => ({ kind, slug, cents: price })) };
    if (await run(() => call("POST", "/api/admin/products/currency", body))) onSaved();
  };
  return (
    <form className="vg-ad-form" onSubmit={save} data-testid="currency-dialog">
      <h2>{t("admin.change_currency")}</h2>
      <p className="vg-ad-fine">{t("admin.currency_text")}</p>
      <General error={errorOf(error, "currency") || errorOf(error, "cents") ? { ...error, field: "" } : error} />
      <Currency value={form.currency} currencies={currencies} onChange={(event) => set("currency")(event.target.value)} />
      <fieldset className="vg-ad-prices">
        <legend className="vg-label">{t("admin.new_prices", { currency: form.currency.toUpperCase() })}</legend>
        {sold.map((item, place) => (
          <Field key={keyOf(item)} label={nameOf(t, item, shownOf(item))} hint={t("admin.was", { money: money(t, shownOf(item).cents, shownOf(item).currency) })} inputMode="decimal" required value={prices[keyOf(item)]}
            onChange={(event) => setPrices((old) => ({ ...old, [keyOf(item)]: event.target.value }))} error={cents[place] === null ? { code: "invalid_input", problem: "malformed", field: "cents" } : null} testId={`currency-${item.kind}-${item.slug}`} />
        ))}
      </fieldset>
      <Begins at={form.at} onChange={set("at")} error={error} />
      <Note label={t("admin.why")} hint={t("admin.why_price")} value={form.note} onChange={set("note")} error={error} />
      <p className="vg-ad-fine">{t("admin.product_promise")}</p>
      <Buttons busy={isBusy} onClose={onClose} yes={t("admin.save")} disabled={cents.includes(null)} />
    </form>
  );
}
