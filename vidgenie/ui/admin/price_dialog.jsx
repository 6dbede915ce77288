// One price, from now or a later moment on, with what it would mean for videos people make.
import { useEffect, useState } from "react";
import { ArrowRight } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Field, Problem } from "../settings/parts.jsx";
import { useAction } from "../settings/rest.js";
import { Begins, Buttons, errorOf, General, isoOf, Note } from "./form.jsx";
import { call } from "./rest.js";
import { actionName, ANY, providerName, wholeOf } from "./words.js";

const PAUSE = 300; // ms without a key before the preview is asked for

export function PriceDialog({ price, makers, onSaved, onClose }) {
  const t = useT();
  const isNew = !price.provider;
  const [provider, setProvider] = useState(price.provider ?? makers[0]?.slug ?? ANY);
  const actions = makers.find(({ slug }) => slug === provider)?.actions ?? [];
  const [action, setAction] = useState(price.action ?? actions[0] ?? ANY);
  const [credits, setCredits] = useState(price.credits === null || price.credits === undefined ? "" : String(price.credits));
  const [isGone, setGone] = useState(false);
  const [at, setAt] = useState("");
  const [note, setNote] = useState("");
  const { isBusy, error, run } = useAction();
  const amount = isGone ? null : wholeOf(credits);
  const change = { provider, action, credits: amount, startsAt: isoOf(at) };
  const canWithdraw = !isNew && !price.isNeeded && price.versions.some((one) => one.credits !== null);

  const save = async (event) => {
    event.preventDefault();
    const body = { ...change, note, ...(isNew ? {} : { newest: price.newest }) };
    if (await run(() => call("POST", "/api/admin/prices", body))) onSaved();
  };
  const choose = (slug) => {
    setProvider(slug);
    setAction(makers.find((one) => one.slug === slug)?.actions[0] ?? ANY);
  };
  return (
    <form className="vg-ad-form" onSubmit={save} data-testid="price-dialog">
      <h2>{isNew ? t("admin.new_price") : actionName(t, action)}</h2>
      {!isNew && <p className="vg-ad-sub">{providerName(t, provider, makers)}</p>}
      <General error={error} />
      {isNew && (
        <div className="vg-ad-pair">
          <Choice label={t("admin.provider")} value={provider} onChange={choose} error={errorOf(error, "provider")} testId="price-provider" options={makers.map(({ slug, title }) => [slug, title])} />
          <Choice label={t("admin.action")} value={action} onChange={setAction} error={errorOf(error, "action")} testId="price-action" options={[...actions, ANY].map((one) => [one, actionName(t, one)])} />
        </div>
      )}
      {!isGone && <Field label={t("admin.price_credits")} type="number" inputMode="numeric" min={0} max={1000000000} step={1} required value={credits} onChange={(event) => setCredits(event.target.value)} error={errorOf(error, "credits")} testId="price-credits" />}
      {canWithdraw && (
        <label className="vg-ad-check"><input type="checkbox" checked={isGone} onChange={(event) => setGone(event.target.checked)} data-testid="price-withdraw" />
          <span>{t("admin.withdraw")}<small>{t("admin.withdraw_text")}</small></span></label>
      )}
      {isGone && <Problem error={errorOf(error, "credits")} />}
      <Begins at={at} onChange={setAt} error={error} />
      <Note label={t("admin.why")} hint={t("admin.why_price")} value={note} onChange={setNote} error={error} />
      {(isGone || amount !== null) && <Preview change={change} />}
      <p className="vg-ad-fine">{t("admin.price_promise")}</p>
      <Buttons busy={isBusy} onClose={onClose} yes={t("admin.save")} disabled={!isGone && amount === null} />
    </form>
  );
}

function Choice({ label, value, onChange, options, error, testId }) {
  const t = useT();
  return (
    <label className="vg-field">
      <span className="vg-label">{label}</span>
      <select className="vg-input" value={value} onChange={(event) => onChange(event.target.value)} data-testid={testId}>
        {options.map(([name, words]) => <option key={name} value={name}>{words}</option>)}
      </select>
      {error && <span className="vg-field-error" role="alert">{t.error(error)}</span>}
    </label>
  );
}

function Preview({ change }) {
  const t = useT();
  const [videos, setVideos] = useState([]);
  const asked = JSON.stringify({ ...change, startsAt: change.startsAt ?? null });
  useEffect(() => {
    let isOn = true;
    const timer = setTimeout(async () => {
      const { data } = await call("POST", "/api/admin/prices/preview", JSON.parse(asked));
      if (isOn) setVideos(data?.videos ?? []);
    }, PAUSE);
    return () => { isOn = false; clearTimeout(timer); };
  }, [asked]);
  return (
    <div className="vg-ad-preview" role="status" data-testid="price-preview">
      {videos.map(({ video, before, after }) => (
        <p key={video} data-video={video}>
          <span>{t.label("admin_word", `video_${video}`)}</span>
          <span className="vg-ad-becomes">
            <b className="vg-num">{t("credits.count", { n: before })}</b>
            <ArrowRight size={14} role="img" aria-label={t("admin.becomes")} />
            <b className="vg-num" data-change={Math.sign(after - before)}>{t("credits.count", { n: after })}</b>
          </span>
        </p>
      ))}
    </div>
  );
}
