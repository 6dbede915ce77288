// What may be spent at most in a Run, a day and a month, in credits and in dollars, and what went so far.
import { useEffect, useId, useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import "./budget.css";
import { dollars } from "../money/words.js";
import { Done, Problem, useFlash, Waiting } from "./parts.jsx";
import { call, useResource } from "./rest.js";

const BUDGET = "/api/budget";
const MOST = { credits: 1e9, usd: 1e6 }; // services/budgets.py
const MICRO = 1e6;
const ROWS = [["run"], ["day", "spentToday"], ["month", "spentThisMonth"]];
const amount = (t, unit, n) => (unit === "usd" ? dollars(t, n * MICRO) : t("credits.count", { n }));

// null: no limit. NaN: none that could be kept.
const parsed = (unit, text) => {
  const typed = text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".").replace(/^\$/, "");
  if (!typed) return null;
  const isRight = unit === "usd" ? /^\d*\.?\d{0,6}$/.test(typed) && typed !== "." : /^\d+$/.test(typed);
  return isRight && Number(typed) <= MOST[unit] ? Number(typed) : NaN;
};

function Meter({ unit, spent, limit }) {
  const t = useT();
  if (limit === null) return <p className="vg-hint">{t("budget.spent", { amount: amount(t, unit, spent) })}</p>;
  const share = Math.min(1, spent / limit);
  return (
    <div className="vg-budget-meter">
      <div className="vg-bar" data-full={share >= 1 || undefined} aria-hidden="true"><i style={{ width: `${share * 100}%` }} /></div>
      <p className="vg-hint">{t("budget.spent_of", { amount: amount(t, unit, spent), limit: amount(t, unit, limit) })}</p>
    </div>
  );
}

function Limit({ period, unit, value, spent, onSave }) {
  const t = useT();
  const id = useId();
  const shown = value === null ? "" : String(value);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const wanted = parsed(unit, text);
  const isWrong = Number.isNaN(wanted);
  const save = () => { if (!isWrong && wanted !== value) onSave(wanted); };
  return (
    <div className="vg-budget-cell">
      <label className="vg-sr" htmlFor={id}>{unit === "usd" ? t("budget.label_usd", { period: t.label("budget_word", period) }) : t("budget.label_credits", { period: t.label("budget_word", period) })}</label>
      <span className={unit === "usd" ? "vg-price-line" : undefined}>{unit === "usd" && <span aria-hidden="true">$</span>}
        <input id={id} className="vg-input" inputMode={unit === "usd" ? "decimal" : "numeric"} autoComplete="off" maxLength={16} placeholder={t("budget.none")} value={text} aria-invalid={isWrong || undefined} aria-describedby={`${id}-note`}
          onChange={(event) => setText(event.target.value)} onBlur={save} onKeyDown={(event) => { if (event.key === "Enter") { event.preventDefault(); save(); } }} data-testid={`budget-${period}${unit === "usd" ? "-usd" : ""}`} />
      </span>
      <div id={`${id}-note`}>
        {isWrong && <p className="vg-field-error" role="alert">{unit === "usd" ? t("budget.wrong_usd", { max: MOST.usd }) : t("budget.wrong_credits")}</p>}
        {!isWrong && wanted === 0 && <p className="vg-hint">{t("budget.zero")}</p>}
        {!isWrong && spent !== undefined && value !== 0 && <Meter unit={unit} spent={spent} limit={value} />}
      </div>
    </div>
  );
}

// onSaved: a limit was changed.
export function BudgetLimits({ onSaved }) {
  const t = useT();
  const [data, error, reload] = useResource(BUDGET);
  const [problem, setProblem] = useState(null);
  const [saved, flash] = useFlash();
  const save = async (name, limit) => {
    const answer = await call("PUT", BUDGET, { [name]: limit });
    setProblem(answer.error ?? null);
    await reload();
    if (!answer.error) { flash(); onSaved?.(); }
  };
  if (!data) return <>{error ? <Problem error={error} /> : <Waiting tall={3} />}</>;
  return (
    <div className="vg-budget">
      <Problem error={problem ?? error} />
      <div className="vg-budget-head" aria-hidden="true"><span /><span>{t("budget.credits")}</span><span>{t("budget.usd")}</span></div>
      {ROWS.map(([period, spent]) => (
        <div key={period} className="vg-budget-row" role="group" aria-label={t.label("budget_word", period)}>
          <b>{t.label("budget_word", period)}</b>
          <Limit period={period} unit="credits" value={data[period]} spent={spent && data[spent]} onSave={(limit) => save(period, limit)} />
          <Limit period={period} unit="usd" value={data[`${period}Usd`]} spent={spent && data[`${spent}Usd`]} onSave={(limit) => save(`${period}Usd`, limit)} />
        </div>
      ))}
      <footer><p className="vg-hint">{t("budget.how")}</p><Done on={saved}>{t("settings.saved")}</Done></footer>
    </div>
  );
}
