// A video from one sentence: one field and Go; everything else is chosen already.
import { useEffect, useState } from "react";
import { ArrowRight, Lightbulb, Sparkles } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "../settings/settings.css";
import "../cut/pickers.css";
import "./projects.css";
import "./wizard.css";
import "./quick.css";
import { Badge, Button, Icon, Problem } from "../settings/parts.jsx";
import { useResource } from "../settings/rest.js";
import { isOver } from "../cut/follow.js";
import { Refusal } from "../ways/refusal.jsx";
import { Ways } from "../ways/ways.jsx";
import { LanguageField } from "./language.jsx";
import { lengthProblem } from "./length.js";
import { useMakers, usualMaker, usualWriter } from "./makers.jsx";
import { usePrice, useShorter } from "./price.js";
import { cancel, forget, go, quick, resume, useQuick } from "./quick_run.js";
import { Failed, Made } from "./quick_result.jsx";
import { Progress } from "./quick_steps.jsx";
import { SecondsPick } from "./seconds.jsx";
import { ThemeField, themeProblem } from "./theme.jsx";

const EXAMPLES = ["example_1", "example_2", "example_3", "example_4", "example_5"];
const TIPS = ["tip_1", "tip_2", "tip_3", "tip_4", "tip_5", "tip_6"];
const LENGTH = 30; // seconds unless somebody says otherwise

function Price({ price, seconds, provider, isLocal }) {
  const t = useT();
  const isFree = price ? price.total === 0 : isLocal;
  return (
    <p className="vg-quick-price" data-testid="quick-price" data-total={price?.total ?? (isLocal ? 0 : undefined)}>
      {isFree && <><Badge tone="good">{t("projects.free")}</Badge><span>{t("quick.free_text")}</span></>}
      {price && !isFree && <><Badge>{t("credits.count", { n: price.total })}</Badge><span>{t("quick.price_text", { provider, n: seconds / 5 })}</span></>}
    </p>
  );
}

function ProviderPick({ makers, value, onChange }) {
  const t = useT();
  const ready = (makers?.video ?? []).filter((one) => one.ready);
  return (
    <div className="vg-field">
      <label className="vg-label" htmlFor="quick-provider">{t("wizard.provider")}</label>
      <select id="quick-provider" className="vg-input" value={value} onChange={(event) => onChange(event.target.value)} data-testid="quick-provider">
        {ready.map((one) => <option key={one.slug} value={one.slug}>{one.title}{one.demo ? ` · ${t("projects.free")}` : ""}</option>)}
      </select>
    </div>
  );
}

function Form({ error, isStarting }) {
  const t = useT();
  const [makers] = useMakers();
  const [values, setValues] = useState({ theme: quick.get().theme, seconds: LENGTH, language: "", provider: "", writer: "" });
  const [isAsked, setAsked] = useState(false);
  const change = (changed) => setValues((old) => ({ ...old, ...changed }));
  // A theme may come with the address: a link to share, the field of another page.
  useEffect(() => {
    const asked = new URL(window.location.href).searchParams;
    change(Object.fromEntries([["theme", asked.get("theme")], ["seconds", Number(asked.get("seconds"))], ["provider", asked.get("provider")]].filter(([, value]) => value)));
  }, []);
  const provider = values.provider || usualMaker(makers);
  const maker = makers?.video?.find((one) => one.slug === provider);
  const isGood = !themeProblem(values.theme) && !lengthProblem(values.seconds);
  const language = values.language || t.locale;
  const shared = { theme: values.theme.trim(), language };
  const row = isGood && makers ? { ...shared, provider, seconds: Number(values.seconds) } : null;
  const textProvider = values.writer || usualWriter(makers);
  const price = usePrice(row, { textProvider });
  const shorter = useShorter(price?.isShort ? row : null, { textProvider }, price?.available);
  // Who comes back from buying finds what was typed.
  const back = `/generate?${new URLSearchParams({ theme: values.theme, seconds: values.seconds, provider })}`;
  const ways = {
    cheaper: shorter ? { total: shorter.total, title: t("ways.shorter", { seconds: t("cut.seconds", { n: shorter.seconds }) }), onUse: () => { forget(); change({ seconds: shorter.seconds }); } } : { text: t("ways.no_shorter") },
    demo: provider === "local" && textProvider === "local" ? undefined : { total: 0, text: t("ways.demo_text"), onUse: () => { forget(); change({ provider: "local", writer: "local" }); } },
  };
  const make = async (most = price?.total) => {
    setAsked(true);
    if (!isGood || !makers) return;
    await go({ ...shared, totalSeconds: Number(values.seconds), choices: { provider, textProvider }, ...(most !== undefined && { maxCredits: most }) });
  };
  return (
    <form className="vg-quick-form vg-card" onSubmit={(event) => { event.preventDefault(); make(); }} noValidate>
      <ThemeField value={values.theme} onChange={(theme) => change({ theme })} onEnter={() => make()} isAsked={isAsked} label={t("quick.theme")} placeholder={t("quick.theme_example")} rows={2} testId="quick-theme" autoFocus />
      <ul className="vg-quick-examples" aria-label={t("quick.examples")}>
        {EXAMPLES.map((one) => { const text = t.label("quick_word", one); return <li key={one}><button type="button" onClick={() => change({ theme: text })} data-testid={`quick-${one}`}>{text}</button></li>; })}
      </ul>
      <div className="vg-quick-options">
        <SecondsPick value={values.seconds} onChange={(seconds) => change({ seconds })} testId="quick-seconds" />
        <div className="vg-quick-pair"><LanguageField value={language} label={t("wizard.language")} onChange={(one) => change({ language: one })} testId="quick-language" /><ProviderPick makers={makers} value={provider} onChange={(slug) => change({ provider: slug })} /></div>
      </div>
      {price?.isShort ? <Ways required={price.total} available={price.available} isCalm={!error} isLooking={shorter === undefined} {...ways} back={back} /> : <Refusal error={error} ways={{ ...ways, cheaper: undefined, back }} onStart={make} onDismiss={forget} isBusy={isStarting} testId="quick-error" />}
      <div className="vg-quick-go">
        <Price price={price} seconds={Number(values.seconds)} provider={maker?.title ?? provider} isLocal={provider === "local"} />
        <button type="submit" className="vg-btn vg-btn-primary vg-btn-large" aria-busy={isStarting || undefined} disabled={!makers} data-testid="quick-go">{isStarting ? <i className="vg-spin" aria-hidden="true" /> : <Icon of={Sparkles} size={18} />}{t("quick.go")}</button>
      </div>
    </form>
  );
}

function Tips() {
  const t = useT();
  return (
    <aside className="vg-quick-tips" aria-labelledby="quick-tips">
      <h2 id="quick-tips"><Icon of={Lightbulb} size={17} />{t("quick.tips")}</h2>
      <ul>{TIPS.map((one) => <li key={one}>{t.label("quick_word", one)}</li>)}</ul>
      <a className="vg-more" href="/projects/new">{t("quick.to_wizard")}<Icon of={ArrowRight} size={15} /></a>
    </aside>
  );
}

export function QuickVideo() {
  const t = useT();
  const [me, meError] = useResource("/api/auth/me");
  const account = me?.user?.id ?? "";
  const { project, theme, status, made, error, isStarting } = quick.use();
  useEffect(() => { if (account) resume(account); }, [account]);
  useQuick();
  const isDone = Boolean(made?.film) && (!status || isOver(status)) && status?.status !== "FAILED";
  const hasFailed = (isOver(status) && status.status !== "COMPLETED") || (Boolean(made) && !made.film && (!status || isOver(status)));
  const shown = !project ? "form" : isDone ? "made" : hasFailed ? "failed" : "run";
  return (
    <div className="vg-quick" data-shown={account ? shown : undefined} data-testid="quick">
      <header className="vg-quick-head"><h1>{t("quick.title")}</h1><p>{t("quick.text")}</p></header>
      <Problem error={meError} />
      {shown === "form" && <div className="vg-quick-columns"><Form error={error} isStarting={isStarting} /><Tips /></div>}
      {shown === "run" && <><Problem error={error} testId="quick-error" /><Progress project={project} theme={theme} status={status} onCancel={cancel} /></>}
      {shown === "made" && <Made project={made} />}
      {shown === "failed" && <Failed status={status} project={project} isStarting={isStarting} error={error ?? made?.scriptError} />}
    </div>
  );
}
