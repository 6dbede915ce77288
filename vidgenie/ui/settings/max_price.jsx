// What a Provider may charge at most for one picture, clip, text or voice, by its own list prices.
import { useEffect, useId, useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { word } from "./parts.jsx";

const MOST = 1000; // dollars
const shownOf = (microUsd) => (microUsd === undefined ? "" : String(microUsd / 1e6));
// null: no limit. NaN: no price.
const parsed = (text) => {
  const typed = text.trim().replace(",", ".").replace(/^\$/, "");
  if (!typed) return null;
  const amount = /^\d*\.?\d{0,6}$/.test(typed) ? Number(typed) : NaN;
  return amount <= MOST ? Math.round(amount * 1e6) : NaN;
};

export function MaxPrice({ kind, microUsd, onLimit }) {
  const t = useT();
  const id = useId();
  const [text, setText] = useState(shownOf(microUsd));
  useEffect(() => setText(shownOf(microUsd)), [microUsd]);
  const isWrong = Number.isNaN(parsed(text));
  const save = () => {
    const wanted = parsed(text);
    if (!Number.isNaN(wanted) && wanted !== (microUsd ?? null)) onLimit(wanted);
  };
  return (
    <div className="vg-limit">
      <label htmlFor={id}>{t("settings.order.at_most")}</label>
      <span className="vg-price-line"><span aria-hidden="true">$</span>
        <input id={id} className="vg-input" inputMode="decimal" autoComplete="off" maxLength={12} placeholder={t("settings.order.no_limit")} value={text} aria-invalid={isWrong} aria-describedby={`${id}-unit ${id}-note`}
          onChange={(event) => setText(event.target.value)} onBlur={save} onKeyDown={(event) => event.key === "Enter" && save()} data-testid={`order-${kind}-max`} />
      </span>
      <span id={`${id}-unit`}>{word(t, "per", kind)}</span>
      {isWrong && <p id={`${id}-note`} className="vg-field-error" role="alert">{t("settings.order.wrong_price", { max: MOST })}</p>}
    </div>
  );
}
