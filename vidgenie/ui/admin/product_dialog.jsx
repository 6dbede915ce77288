// A plan or a pack, from now or a later moment on.
import { useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { Field } from "../settings/parts.jsx";
import { useAction } from "../settings/rest.js";
import { Begins, Buttons, errorOf, General, isoOf, Note } from "./form.jsx";
import { nameOf } from "./products.jsx";
import { call } from "./rest.js";
import { asMoney, centsOf, wholeOf } from "./words.js";

const NEW_PACK = { credits: "", cents: null, currency: "usd", isOffered: true, isUnlimited: false, title: "", position: 9 };
const slugOf = (title) => title.normalize("NFD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+|-+$/g, "").slice(0, 20);

export function ProductDialog({ item, currencies, onSaved, onClose }) {
  const t = useT();
  const isNew = !item.slug;
  const from = isNew ? NEW_PACK : item.now ?? item.versions[0];
  const [form, setForm] = useState({ ...from, credits: String(from.credits), money: from.cents === null ? "" : asMoney(from.cents), slug: item.slug ?? "", at: "", note: "" });
  const set = (name) => (value) => setForm((old) => ({ ...old, [name]: value }));
  const type = (name) => (event) => set(name)(event.target.value);
  const { isBusy, error, run } = useAction();
  const [credits, cents] = [wholeOf(form.credits), centsOf(form.money)];
  const isFree = item.kind === "plan" && item.slug === "free";
  const isPack = item.kind === "pack";

  const save = async (event) => {
    event.preventDefault();
    const { currency, isOffered, title, position, note } = form;
    const body = { kind: item.kind, slug: form.slug || slugOf(form.title) || "pack", credits, cents, currency, isOffered, position, note, startsAt: isoOf(form.at) };
    if (isPack) body.title = title;
    body.newest = isNew ? "" : item.newest;
    if (await run(() => call("POST", "/api/admin/products", body))) onSaved();
  };
  return (
    <form className="vg-ad-form" onSubmit={save} data-testid="product-dialog">
      <h2>{isNew ? t("admin.new_pack") : nameOf(t, item, from)}</h2>
      <General error={error} />
      {isPack && <Field label={t("admin.title")} hint={t("admin.title_hint")} required maxLength={60} autoComplete="off" value={form.title} onChange={type("title")} error={errorOf(error, "title") ?? errorOf(error, "slug")} testId="product-title" />}
      {!from.isUnlimited && <Field label={isPack ? t("admin.pack_credits") : t("admin.plan_credits")} type="number" inputMode="numeric" min={isFree ? 0 : 1} max={1000000000} step={1} required value={form.credits} onChange={type("credits")} error={errorOf(error, "credits")} testId="product-credits" />}
      {!isFree && (
        <div className="vg-ad-pair">
          <Field label={isPack ? t("admin.pack_money") : t("admin.plan_money")} inputMode="decimal" required value={form.money} onChange={type("money")} error={errorOf(error, "cents") ?? (form.money && cents === null ? { code: "invalid_input", problem: "malformed", field: "cents" } : null)} testId="product-money" />
          <label className="vg-field"><span className="vg-label">{t("admin.currency")}</span>
            <select className="vg-input" value={form.currency} onChange={type("currency")} data-testid="product-currency">{currencies.map((one) => <option key={one} value={one}>{one.toUpperCase()}</option>)}</select></label>
        </div>
      )}
      {!isFree && <label className="vg-ad-check"><input type="checkbox" checked={form.isOffered} onChange={(event) => set("isOffered")(event.target.checked)} data-testid="product-offered" /><span>{t("admin.offered")}<small>{t("admin.offered_text")}</small></span></label>}
      <Begins at={form.at} onChange={set("at")} error={error} />
      <Note label={t("admin.why")} hint={t("admin.why_price")} value={form.note} onChange={set("note")} error={error} />
      <p className="vg-ad-fine">{t("admin.product_promise")}</p>
      <Buttons busy={isBusy} onClose={onClose} yes={t("admin.save")} disabled={credits === null || cents === null} />
    </form>
  );
}
