// What a Provider wants to know besides a key: where it is, what it may do. Nothing here knows one by name.
import { useId, useRef } from "react";
import { CircleCheck, FileUp, LoaderCircle, TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { useOption } from "./option_store.js";
import { Badge, Button, Icon, Notice, word } from "./parts.jsx";

// The text of the most exact of these names; "" when there is none.
const said = (t, ...names) => {
  for (const name of names) {
    const text = t.label("provider_option", name);
    if (text !== name.replace(/[_.-]+/g, " ")) return text;
  }
  return "";
};
export const labelOf = (t, slug, name) => said(t, `${slug}.${name}`, `any.${name}`) || name.replace(/_/g, " ");

const State = ({ id, state, note }) => {
  const t = useT();
  return (
    <p id={id} className={`vg-option-state vg-option-${state}`} role="status">
      {state === "saving" && <Icon of={LoaderCircle} size={13} className="vg-turn" />}{state === "saved" && <Icon of={CircleCheck} size={13} />}
      {note || (state === "saving" || state === "saved" ? word(t, "save", state) : "")}
    </p>
  );
};

// A switch, or a consent: the label is all there is to say about it.
function Toggle({ slug, option, hook, label, hint, testId }) {
  const t = useT();
  const isOn = (hook.text || option.default) === "true";
  return (
    <div className="vg-option" data-state={hook.state}>
      <label className="vg-option-toggle">
        <span><b>{label}</b>{hint && <span>{hint}</span>}</span>
        <input type="checkbox" role="switch" className="vg-switch" checked={isOn} onChange={(event) => hook.pick(String(event.target.checked))} data-testid={testId} />
      </label>
      {(hook.error || hook.state === "saving") && <State state={hook.state} note={hook.error ? `${t.error(hook.error)} ${t.remedy(hook.error)}` : ""} />}
    </div>
  );
}

function Choice({ slug, option, hook, ...field }) {
  const t = useT();
  const shown = hook.text || option.default;
  return (
    <select className="vg-input" value={shown} onChange={(event) => hook.pick(event.target.value)} {...field}>
      {shown === "" && <option value="">{t("settings_keys.choose")}</option>}
      {option.allowed.map((value) => <option key={value} value={value}>{said(t, `${slug}.${option.name}.${value}`) || value}</option>)}
    </select>
  );
}

function Json({ hook, testId, ...field }) {
  const t = useT();
  const file = useRef(null);
  const read = async (event) => {
    const [chosen] = event.target.files;
    event.target.value = "";
    if (chosen) hook.pick((await chosen.slice(0, 250000).text()).trim());
  };
  return (
    <>
      <textarea className="vg-input vg-option-json" rows={hook.text ? 7 : 3} spellCheck={false} value={hook.text} onChange={(event) => hook.type(event.target.value)} onBlur={hook.save} data-testid={testId} {...field} />
      <div>
        <input ref={file} type="file" accept=".json,application/json" hidden onChange={read} data-testid={`${testId}-file`} />
        <Button small onClick={() => file.current.click()}><Icon of={FileUp} size={14} />{t("settings_keys.json_file")}</Button>
      </div>
    </>
  );
}

const TYPES = { address: { type: "url", inputMode: "url", placeholder: "https://…" }, usd: { inputMode: "decimal" }, text: {} };

function Line({ option, hook, ...field }) {
  const t = useT();
  const isPrice = option.kind === "usd";
  const input = (
    <input className="vg-input" autoComplete="off" autoCapitalize="none" spellCheck={false} {...TYPES[option.kind]} {...(option.default ? { placeholder: option.default } : {})} {...(option.isSetByOperator ? { placeholder: t("settings_keys.operator") } : {})}
      value={hook.text} onChange={(event) => hook.type(isPrice ? event.target.value.replace(",", ".") : event.target.value)} onBlur={hook.save} onKeyDown={(event) => event.key === "Enter" && hook.save()} {...field} />
  );
  return isPrice ? <span className="vg-price-line"><span aria-hidden="true">$</span>{input}</span> : input;
}

function Option({ provider, option }) {
  const t = useT();
  const id = useId();
  const { slug } = provider;
  const hook = useOption(slug, option.name, option.value);
  const testId = `option-${slug}-${option.name}`;
  const label = labelOf(t, slug, option.name);
  const hint = said(t, `${slug}.${option.name}.hint`, `any.${option.name}.hint`);
  if (option.kind === "switch" || option.kind === "consent") return <Toggle {...{ slug, option, hook, label, hint, testId }} />;
  const isMissing = option.isRequired && !hook.text && !option.default && !option.isSetByOperator;
  const partly = option.kinds.length < provider.kinds.length ? option.kinds : [];
  const fault = hook.error ? `${t.error({ ...hook.error, field: option.name })} ${t.remedy({ ...hook.error, field: option.name })}` : "";
  const field = { id, "aria-invalid": Boolean(fault), "aria-required": option.isRequired || undefined, "aria-describedby": `${id}-hint ${id}-state`, "data-testid": testId };
  const Kind = option.kind === "choice" ? Choice : option.kind === "json" ? Json : Line;
  return (
    <div className="vg-field vg-option" data-kind={option.kind} data-state={hook.state}>
      <div className="vg-option-label">
        <label className="vg-label" htmlFor={id}>{label}</label>
        {partly.map((kind) => <Badge key={kind}>{word(t, "kind", kind)}</Badge>)}
        {isMissing && <Badge tone="warn">{t("settings_keys.required")}</Badge>}
      </div>
      <Kind slug={slug} option={option} hook={hook} {...(option.kind === "json" ? { testId } : {})} {...field} />
      {(hint || option.isSetByOperator) && <p id={`${id}-hint`} className="vg-hint">{option.isSetByOperator ? t("settings_keys.operator_address") : hint}</p>}
      {(fault || hook.state === "saving" || hook.state === "saved") && <State id={`${id}-state`} state={fault ? "failed" : hook.state} note={fault} />}
    </div>
  );
}

// provider: one of a service; title: shown when the service has several.
export function Options({ provider, title }) {
  const t = useT();
  const warning = provider.warning ? said(t, `${provider.slug}.warning`) : "";
  const isConsent = (option) => option.kind === "consent";
  return (
    <div className="vg-options" data-testid={`options-${provider.slug}`} data-ready={provider.isReady}>
      {title && <h4>{title}</h4>}
      {provider.options.filter((option) => !isConsent(option)).map((option) => <Option key={option.name} provider={provider} option={option} />)}
      {warning && <Notice tone="warn" icon={TriangleAlert} data-testid={`warning-${provider.slug}`}>{warning}</Notice>}
      {provider.options.filter(isConsent).map((option) => <Option key={option.name} provider={provider} option={option} />)}
    </div>
  );
}
