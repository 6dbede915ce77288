// The form in a Node. A choice is shown at once and sent; the server's answer has the last word.
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";

const useChosen = (value) => {
  const [chosen, setChosen] = useState(value);
  useEffect(() => setChosen(value), [value]);
  return [chosen, setChosen];
};

const SETTINGS = "/settings#keys";
const LACKING = ["no_key", "bad_key", "no_setup"]; // what keeps a Provider from being chosen

const titleOf = (t, name, option) => {
  if (name === "language") return new Intl.DisplayNames(t.locale, { type: "language" }).of(option.value);
  return option.title || t.label("option", option.value);
};
const optionText = (t, name, option) => {
  const title = titleOf(t, name, option);
  return option.hint ? `${title} · ${t.label("hint", option.hint)}` : title;
};

function Select({ row, locked, onEdit }) {
  const t = useT();
  const [chosen, setChosen] = useChosen(row.value);
  const pick = (event) => {
    setChosen(event.target.value);
    onEdit?.(row.name, event.target.value);
  };
  const isWide = row.name === "provider";
  const field = (
    <label className={`vg-node-field ${isWide ? "vg-node-field-wide" : ""}`}>
      <span>{t.label("field", row.name)}</span>
      <select className="vg-input nodrag" value={chosen} disabled={locked} onChange={pick} data-field={row.name}>
        {row.options.map((option) => <option key={option.value} value={option.value} disabled={LACKING.includes(option.hint)}>{optionText(t, row.name, option)}</option>)}
      </select>
    </label>
  );
  if (!isWide || locked) return field;
  return <>{field}<SetUp t={t} options={row.options} chosen={chosen} /></>;
}

// The way to where Providers that cannot be chosen yet are set up; straight to the one that is chosen.
function SetUp({ t, options, chosen }) {
  const lacking = options.filter((option) => LACKING.includes(option.hint));
  if (!lacking.length) return null;
  const own = lacking.find((option) => option.value === chosen);
  const to = own?.holder ? `${SETTINGS}/${own.holder}` : SETTINGS;
  return <Link to={to} className={`vg-node-setup nodrag ${own ? "vg-node-setup-own" : ""}`}>{own ? t("flow.set_up", { provider: own.title }) : t("flow.set_up_more")}</Link>;
}

function Switch({ row, locked, onEdit }) {
  const t = useT();
  const [chosen, setChosen] = useChosen(row.value);
  const turn = (event) => {
    setChosen(String(event.target.checked));
    onEdit?.(row.name, event.target.checked);
  };
  return (
    <label className="vg-node-switch">
      <input type="checkbox" className="nodrag" checked={chosen === "true"} disabled={locked} onChange={turn} />
      <span>{t.label("field", row.name)}</span>
    </label>
  );
}

function Line({ row, locked, onEdit }) {
  const t = useT();
  const [chosen, setChosen] = useChosen(row.value);
  const isText = row.kind === "text";
  const isWhole = row.kind !== "decimal";
  const send = (value) => { if (value !== row.value) onEdit?.(row.name, value); };
  const leave = () => {
    if (isText) return send(chosen);
    const typed = Number(String(chosen).replace(",", ".")) || 0;
    const kept = Math.min(row.most, Math.max(row.least, isWhole ? Math.trunc(typed) : typed));
    setChosen(String(kept));
    return send(String(kept));
  };
  const roll = () => {
    const seed = String(Math.floor(Math.random() * 999999) + 1);
    setChosen(seed);
    send(seed);
  };
  return (
    <label className="vg-node-field">
      <span>{t.label("field", row.name)}</span>
      <span className="vg-node-line">
        <input className="vg-input nodrag" type={isText ? "text" : "number"} inputMode={isText ? "text" : isWhole ? "numeric" : "decimal"} step={isText ? undefined : isWhole ? 1 : "any"} value={chosen} disabled={locked}
          maxLength={isText ? row.most : undefined} min={isText ? undefined : row.least} max={isText ? undefined : row.most}
          onChange={(event) => setChosen(event.target.value)} onBlur={leave} onKeyDown={(event) => { if (event.key === "Enter") leave(); }} />
        {row.kind === "seed" && <button type="button" className="vg-node-roll nodrag" disabled={locked} onClick={roll} aria-label={t("flow.roll")} title={t("flow.roll")}>⚄</button>}
      </span>
    </label>
  );
}

const CONTROLS = { select: Select, switch: Switch, number: Line, decimal: Line, seed: Line, text: Line };

export function NodeFields({ rows, locked, onEdit }) {
  if (!rows?.length) return null;
  return (
    <div className="vg-node-fields">
      {rows.map((row) => {
        const Control = CONTROLS[row.kind] ?? Line;
        return <Control key={row.name} row={row} locked={locked} onEdit={onEdit} />;
      })}
    </div>
  );
}
