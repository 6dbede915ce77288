// Step 1: what the video is about, how long, in which language, who makes it and who speaks.
import { useRef, useState } from "react";
import { ArrowRight, FileText, LayoutTemplate, Lightbulb, Table2 } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { newId } from "../cut/store.js";
import { isVoice, usualVoice, useVoices, VoicePicker } from "../cut/voices.jsx";
import { Badge, Icon, Problem } from "../settings/parts.jsx";
import { useAction } from "../settings/rest.js";
import { change, job, lacksOf, SOURCES, submit } from "./job.js";
import { Csv } from "./csv.jsx";
import { LanguageField } from "./language.jsx";
import { STEP } from "./length.js";
import { makerTitle, MakerPick, usualMaker, usualWriter } from "./makers.jsx";
import { Paste } from "./paste.jsx";
import { cutOf } from "./paste.js";
import { PillarPick } from "./pillars.jsx";
import { usePrice } from "./price.js";
import { SecondsPick } from "./seconds.jsx";
import { Templates } from "./templates.jsx";
import { ThemeField } from "./theme.jsx";
import { word } from "./words.js";

const DRAWINGS = { theme: Lightbulb, paste: FileText, template: LayoutTemplate, csv: Table2 };

function Sources({ value, onChange }) {
  const t = useT();
  const move = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const next = SOURCES[(SOURCES.indexOf(value) + by + SOURCES.length) % SOURCES.length];
    onChange(next);
    event.currentTarget.querySelector(`[data-source=${next}]`).focus();
  };
  return (
    <div className="vg-sources" role="tablist" aria-label={t("wizard.sources")} onKeyDown={move}>
      {SOURCES.map((one) => <button key={one} type="button" role="tab" aria-selected={value === one} tabIndex={value === one ? 0 : -1} data-source={one} onClick={() => onChange(one)} data-testid={`source-${one}`}><Icon of={DRAWINGS[one]} size={18} /><span><b>{word(t, "source", one)}</b><small>{word(t, "source_text", one)}</small></span></button>)}
    </div>
  );
}

function Voice({ values }) {
  const t = useT();
  const [data, error] = useVoices(values.language);
  const usual = usualVoice(data?.voices, values.language);
  const chosen = values.voice === undefined ? usual && { provider: usual.provider, voice: usual.id, model: usual.model ?? "", speed: 1 } : values.voice;
  const known = data?.voices?.find((one) => isVoice(one, chosen)) ?? (chosen && !chosen.voice ? usual : null);
  return (
    <details className="vg-wizard-voice" data-testid="project-voice">
      <summary><span className="vg-label">{t("wizard.voice")}</span><b>{chosen === null ? t("wizard.voice_none") : known?.title ?? chosen?.voice ?? ""}</b></summary>
      <VoicePicker value={chosen ?? null} language={values.language} data={data} error={error} onChange={(voice) => change({ voice })} onLanguage={(language) => change({ language })} />
    </details>
  );
}

// What comes of it: how many Segments, how long, what it costs; and the way on.
function Aside({ values, makers, provider, segments, price, isBusy, onNext, lacks, isAsked }) {
  const t = useT();
  const isLocal = provider === "local";
  return (
    <aside className="vg-wizard-aside vg-card">
      <h2>{t("wizard.sum")}</h2>
      <dl>
        <div><dt>{t("wizard.sum_segments")}</dt><dd className="vg-num" data-testid="wizard-segments">{segments || "–"}</dd></div>
        <div><dt>{t("wizard.sum_seconds")}</dt><dd className="vg-num">{segments ? t("cut.seconds", { n: segments * STEP }) : "–"}</dd></div>
        <div><dt>{t("wizard.sum_provider")}</dt><dd>{makerTitle(makers, provider)}</dd></div>
        <div><dt>{t("wizard.sum_price")}</dt><dd data-testid="wizard-price">{price?.total === 0 || (!price && isLocal) ? <Badge tone="good">{t("projects.free")}</Badge> : price ? t("credits.count", { n: price.total }) : "–"}</dd></div>
      </dl>
      <p className="vg-hint">{t("wizard.sum_text")}</p>
      {isAsked && lacks.length > 0 && <p className="vg-field-error" role="alert">{word(t, "lack", lacks[0])}</p>}
      <button type="button" className="vg-btn vg-btn-primary vg-btn-large vg-btn-wide" aria-busy={isBusy || undefined} disabled={!makers} onClick={onNext} data-testid="project-next">{isBusy && <i className="vg-spin" aria-hidden="true" />}{values.project ? t("wizard.save") : t("wizard.next")}<Icon of={ArrowRight} size={18} /></button>
    </aside>
  );
}

const segmentsOf = (values, templates) => {
  if (values.source === "paste") return cutOf(values.script, values.language, values.voice?.speed).length;
  if (values.source === "template") return templates?.find((one) => one.slug === values.template)?.segments ?? 0;
  return Number(values.seconds) >= STEP ? Math.floor(Number(values.seconds) / STEP) : 0;
};

export function JobStep({ makers, templates, templatesError, onDone, onBatch }) {
  const t = useT();
  const values = job.use();
  const [isAsked, setAsked] = useState(false);
  const action = useAction();
  const key = useRef(newId()); // so that pressing twice makes one Project
  const isCsv = values.source === "csv" && !values.project;
  const provider = values.provider || usualMaker(makers);
  const lacks = lacksOf(values);
  const segments = segmentsOf(values, templates);
  const price = usePrice(!isCsv && makers && segments && !lacks.length && !values.project ? { theme: values.theme.trim() || "–", seconds: Math.min(segments, 60) * STEP, language: values.language, provider } : null);
  const next = async () => {
    setAsked(true);
    if (lacks.length || !makers) return;
    change({ provider });
    const made = await action.run(() => submit(usualWriter(makers), key.current));
    key.current = newId();
    if (made) onDone(made);
  };
  const theme = (given) => <ThemeField value={values.theme} onChange={(text) => change({ theme: text })} isAsked={isAsked} label={t("wizard.theme")} placeholder={t("wizard.theme_example")} {...given} />;
  const language = <LanguageField value={values.language} label={t("wizard.language")} onChange={(one) => change({ language: one })} />;
  const panels = {
    theme: () => <>{theme({ hint: t("wizard.theme_hint"), autoFocus: !values.project })}<PillarPick value={values.pillar} onChange={(pillar) => change({ pillar })} /><SecondsPick value={values.seconds} onChange={(seconds) => change({ seconds })} />{language}</>,
    paste: () => <><Paste values={values} isAsked={isAsked} onChange={change} />{language}</>,
    template: () => <><Templates list={templates} error={templatesError} value={values.template} isAsked={isAsked} onChange={(template) => change({ template })} />{theme({ hint: t("wizard.theme_template"), isAsked: false, placeholder: templates?.find((one) => one.slug === values.template)?.theme ?? t("wizard.theme_example") })}{language}</>,
    csv: () => <Csv onStarted={onBatch} />,
  };
  const source = values.project ? "theme" : values.source;
  return (
    <>
      {!values.project && <Sources value={values.source} onChange={(one) => { setAsked(false); action.clear(); change({ source: one }); }} />}
      <div className="vg-wizard-columns" data-wide={isCsv || undefined}>
        <div className="vg-wizard-form vg-card" role="tabpanel" aria-label={word(t, "source", source)}>
          {panels[source]()}
          {!isCsv && <><MakerPick makers={makers} value={provider} legend={t("wizard.provider")} onChange={(slug) => change({ provider: slug })} testId="project-provider" /><Voice values={values} /></>}
          <Problem error={action.error} testId="project-error" />
        </div>
        {!isCsv && <Aside values={values} makers={makers} provider={provider} segments={segments} price={price} isBusy={action.isBusy} onNext={next} lacks={lacks} isAsked={isAsked} />}
      </div>
    </>
  );
}
