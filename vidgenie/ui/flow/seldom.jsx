// What is seldom set for one Node alone: who takes over, and what it may cost at the service.
import { useEffect, useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { makers, typeOf } from "./catalog.js";
import { Labelled, nameOfField, Options } from "./controls.jsx";

const MICRO = 1e6;
const MOST = 1000; // dollars

// null: as the Account wants it; []: nobody; else those, best first.
export function Heirs({ node, field, value: given, locked, onChange }) {
  const t = useT();
  const value = Array.isArray(given) ? given : null;
  const way = !value ? "account" : value.length ? "these" : "nobody";
  const own = node.params.provider;
  const able = makers(typeOf(node.type).kind).filter((one) => one.slug !== own && (one.ready || value?.includes(one.slug)));
  const options = [["account", t("form.heirs_account")], ["nobody", t("form.heirs_nobody")], ["these", t("form.heirs_these")]].map(([one, text]) => ({ value: one, text, disabled: one === "these" && !able.length }));
  const choose = (one) => onChange({ account: null, nobody: [], these: able.slice(0, 1).map(({ slug }) => slug) }[one]);
  const flip = (slug) => onChange(value.includes(slug) ? value.filter((one) => one !== slug) : [...value, slug]);
  return (
    <>
      <Options field={field} value={way} locked={locked} options={options} onChange={choose} />
      {way === "these" && (
        <div className="vg-node-heirs" role="group" aria-label={nameOfField(t, field.name)}>
          {able.map((one) => <label key={one.slug} className="vg-node-switch"><input type="checkbox" className="nodrag" checked={value.includes(one.slug)} disabled={locked} onChange={() => flip(one.slug)} /><span>{value.includes(one.slug) ? `${value.indexOf(one.slug) + 1}. ${one.title}` : one.title}</span></label>)}
        </div>
      )}
    </>
  );
}

const shownOf = (value) => (value === null || value === undefined ? "" : String(value / MICRO));
const parsed = (text) => {
  const typed = text.trim().replace(",", ".").replace(/^\$/, "");
  if (!typed) return null;
  const dollars = /^\d*\.?\d{0,6}$/.test(typed) ? Number(typed) : NaN;
  return dollars <= MOST ? Math.round(dollars * MICRO) : NaN;
};

export function HighestPrice({ field, value, locked, onChange }) {
  const t = useT();
  const [text, setText] = useState(shownOf(value));
  useEffect(() => setText(shownOf(value)), [value]);
  const wanted = parsed(text);
  const save = () => { if (!Number.isNaN(wanted) && wanted !== (value ?? null)) onChange(wanted); };
  return (
    <Labelled field={field} hint={Number.isNaN(wanted) ? t("form.wrong_price", { max: MOST }) : t("form.highest_price_text")}>
      <span className="vg-node-line vg-node-dollar"><i aria-hidden="true">$</i>
        <input className="vg-input nodrag" inputMode="decimal" maxLength={12} placeholder={t("form.as_account")} value={text} disabled={locked} aria-invalid={Number.isNaN(wanted) || undefined} data-field={field.name}
          onChange={(event) => setText(event.target.value)} onBlur={save} onKeyDown={(event) => event.key === "Enter" && save()} />
      </span>
    </Labelled>
  );
}
