// A plan or a pack, from now or a later moment on.
import { useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { Field } from "../settings/parts.jsx";
import { useAction } from "../settings/rest.js";
import { Begins, Buttons, errorOf, General, isoOf, Note } from "./form.jsx";
import { nameOf } from "./products.jsx";
import { call } from "./rest.js";
import { asMoney, centsOf, RELEASED, slugOf, wholeOf } from "./words.js";

const NEW = { credits: "", cents: null, isOffered: true, isUnlimited: false, title: "", titleFr: "" };
const MALFORMED = { code: "invalid_input", problem: "malformed" };

export function ProductDialog({ item, currencies, onSaved, onClose }) {
  const t = useT();
  const isNew = !item.slug;
  const from = isNew ? { ...NEW, position: item.position, currency: item.currency } : item.now ?? item.versions[0];
  const [form, setForm] = useState({ ...from, credits: String(from.credits || ""), money: from.cents === null ? "" : asMoney(t, from.cents), place: String(from.position), slug: item.slug ?? "", at: "", note: "" });
  const set = (name) => (value) => setForm((old) => ({ ...old, [name]: value }));
  const type = (name) => (event) => set(name)(event.target.value);
  const check = (name) => (event) => set(name)(event.target.checked);
  const { isBusy, error, run } = useAction();
  const isPack = item.kind === "pack";
  const isFree = !isPack && item.slug === "free";
  const isNamed = isPack || !RELEASED.has(item.slug);
  const slug = form.slug || slugOf(form.title);
  const credits = form.isUnlimited ? 0 : wholeOf(isFree ? form.credits || "0" : form.credits);
  const [cents, position] = [centsOf(form.money), wholeOf(form.place)];

  const save = async (event) => {
    event.preventDefault();
    const { currency, isOffered, isUnlimited, note } = form;
    const body = { kind: item.kind, slug: slug || (isPack ? "pack" : "plan"), credits, cents, currency, isOffered, position, note, startsAt: isoOf(form.at), isNew };
    if (isNamed) body.title = form.title;
    if (isNamed && !isPack) body.titleFr = form.titleFr;
    if (!isPack) body.isUnlimited = isUnlimited;
    body.newest = isNew ? "" : item.newest;
    if (await run(() => call("POST", "/api/admin/products", body))) onSaved();
  };
  return (
    <form className="vg-ad-form" onSubmit={save} data-testid="product-dialog">
      <h2>{isNew ? t.label("admin_word", `new_${item.kind}`) : nameOf(t, item, from)}</h2>
      <General error={error} />
      {isPack && <Field label={t("admin.title")} hint={t("admin.title_hint")} required maxLength={60} autoComplete="off" value={form.title} onChange={type("title")} error={errorOf(error, "title") ?? errorOf(error, "slug")} testId="product-title" />}
      {isNamed && !isPack && (
        <div className="vg-ad-pair">
          <Field label={t("admin.title_en")} required maxLength={60} autoComplete="off" value={form.title} onChange={type("title")} error={errorOf(error, "title")} testId="product-title" />
          <Field label={t("admin.title_fr")} required maxLength={60} autoComplete="off" value={form.titleFr} onChange={type("titleFr")} error={errorOf(error, "titleFr")} testId="product-title-fr" />
        </div>
      )}
      {isNew && !isPack && <Field label={t("admin.slug")} hint={t("admin.slug_hint")} required maxLength={20} autoComplete="off" spellCheck={false} value={slug} onChange={type("slug")} error={errorOf(error, "slug")} testId="product-slug" />}
      {!isPack && !isFree && <Check name="isUnlimited" label={t("admin.no_limit_yes")} about={t("admin.no_limit_text")} checked={form.isUnlimited} onChange={check("isUnlimited")} testId="product-unlimited" />}
      <div className="vg-ad-pair">
        {!form.isUnlimited && <Field label={isPack ? t("admin.pack_credits") : t("admin.plan_credits")} type="number" inputMode="numeric" min={isFree ? 0 : 1} max={1000000000} step={1} required value={form.credits} onChange={type("credits")} error={errorOf(error, "credits")} testId="product-credits" />}
        <Field label={t("admin.position")} type="number" inputMode="numeric" min={0} max={1000} step={1} required value={form.place} onChange={type("place")} error={errorOf(error, "position")} testId="product-position" />
      </div>
      {!isFree && (
        <div className="vg-ad-pair">
          <Field label={isPack ? t("admin.pack_money") : t("admin.plan_money")} inputMode="decimal" required value={form.money} onChange={type("money")} error={errorOf(error, "cents") ?? (form.money && cents === null ? { ...MALFORMED, field: "cents" } : null)} testId="product-money" />
          <Currency value={form.currency} currencies={currencies} onChange={type("currency")} />
        </div>
      )}
      {errorOf(error, "currency") && <General error={{ ...error, field: "" }} />}
      {!isFree && <Check label={t("admin.offered")} about={t("admin.offered_text")} checked={form.isOffered} onChange={check("isOffered")} testId="product-offered" />}
      <Begins at={form.at} onChange={set("at")} error={error} />
      <Note label={t("admin.why")} hint={t("admin.why_price")} value={form.note} onChange={set("note")} error={error} />
      <p className="vg-ad-fine">{t("admin.product_promise")}</p>
      <Buttons busy={isBusy} onClose={onClose} yes={t("admin.save")} disabled={credits === null || cents === null || position === null} />
    </form>
  );
}

const Check = ({ label, about, checked, onChange, testId }) => (
  <label className="vg-ad-check"><input type="checkbox" checked={checked} onChange={onChange} data-testid={testId} /><span>{label}<small>{about}</small></span></label>
);

export function Currency({ value, currencies, onChange }) {
  const t = useT();
  return (
    <label className="vg-field"><span className="vg-label">{t("admin.currency")}</span>
      <select className="vg-input" value={value} onChange={onChange} data-testid="product-currency">{currencies.map((one) => <option key={one} value={one}>{one.toUpperCase()}</option>)}</select></label>
  );
}
