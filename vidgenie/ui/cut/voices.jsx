// The voice: by Provider, in the language of the texts, each heard before it is chosen.
import { useId, useState } from "react";
import { Ban, ExternalLink } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Badge, Button, Icon, joined, Problem, Waiting } from "../settings/parts.jsx";
import { useResource } from "../settings/rest.js";
import { Pick, PlayButton, Slider, word } from "./parts.jsx";

// Languages a voice can be looked for in; the names are the browser's own.
const LANGUAGES = ["fr", "en", "es", "de", "it", "pt", "nl", "pl", "ar", "hi", "ja", "ko", "zh"];
const SPEEDS = [0.7, 1.4];
const FEW = 6;

const nameOf = (locale, language) => {
  const name = new Intl.DisplayNames([locale], { type: "language" }).of(language);
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
};

export function LanguagePick({ value, onChange, languages = LANGUAGES }) {
  const t = useT();
  const known = languages.includes(value) ? languages : [value, ...languages];
  return <Pick label={t("cut.language")} value={value} onChange={onChange} testId="cut-language">{known.map((one) => <option key={one} value={one}>{nameOf(t.locale, one)}</option>)}</Pick>;
}

export const useVoices = (language) => useResource(`/api/voices?language=${encodeURIComponent(language)}`);

export const speaks = (voice, language) => !voice.languages?.length || voice.languages.some((one) => one.split(/[-_]/)[0] === language);

// The voice that is meant when none was chosen: the first that is ready and costs nothing.
export const usualVoice = (voices, language) => {
  const able = (voices ?? []).filter((voice) => voice.ready && speaks(voice, language));
  return able.find((voice) => voice.provider === "local") ?? able[0] ?? null;
};

export const isVoice = (voice, choice) => Boolean(choice) && voice.provider === choice.provider && voice.id === choice.voice;

const isOurs = (url) => url.startsWith("/");
const sampleOf = (voice, language, speed) => (voice.sample && isOurs(voice.sample) && voice.provider === "local" ? `/api/voices/${voice.provider}/${encodeURIComponent(voice.id)}/sample?language=${language}&speed=${speed}` : voice.sample);

function Voice({ voice, value, language, name, onChoose }) {
  const t = useT();
  const sample = sampleOf(voice, language, value?.speed ?? 1);
  const isOn = isVoice(voice, value);
  return (
    <li className="vg-voice" data-on={isOn || undefined} data-ready={voice.ready}>
      <label>
        <input type="radio" name={name} checked={isOn} disabled={!voice.ready} onChange={() => onChoose(voice)} data-testid={`voice-${voice.provider}-${voice.id}`} />
        <span className="vg-voice-name">{voice.title || voice.id}</span>
      </label>
      {sample && (isOurs(sample) ? <PlayButton src={sample} name={voice.title || voice.id} testId={`voice-play-${voice.provider}-${voice.id}`} /> : <a className="vg-icon-btn" href={sample} target="_blank" rel="noreferrer noopener" aria-label={t("cut.voice_sample_there", { name: voice.title })} title={t("cut.voice_sample_there", { name: voice.title })}><Icon of={ExternalLink} size={15} /></a>)}
    </li>
  );
}

// Services have hundreds of voices: the first few, and the chosen one, until more are asked for.
function Group({ provider, voices, name, value, language, onChoose }) {
  const t = useT();
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? voices : voices.filter((voice, place) => place < FEW || isVoice(voice, value));
  return (
    <section className="vg-voice-group">
      <h3>{provider.slug === "local" ? t("cut.voice_here") : provider.title}{provider.slug === "local" && <Badge tone="good">{t("cut.free")}</Badge>}</h3>
      <ul>{shown.map((voice) => <Voice key={voice.id} voice={voice} value={value} language={language} name={name} onChoose={onChoose} />)}</ul>
      {shown.length < voices.length && <Button small look="quiet" onClick={() => setWhole(true)}>{t("cut.voice_more", { n: voices.length - shown.length })}</Button>}
      {provider.problem && <p className="vg-hint">{t("cut.voice_problem")}</p>}
    </section>
  );
}

// value: {provider, voice, model, speed} or null for no voice.
export function VoicePicker({ value, language, data, error, onChange, onLanguage }) {
  const t = useT();
  const name = useId();
  const voices = data?.voices ?? [];
  const providers = data?.providers ?? [];
  const choose = (voice) => onChange({ provider: voice.provider, voice: voice.id, model: voice.model ?? "", speed: value?.speed ?? 1 });
  const groups = providers.map((provider) => [provider, voices.filter((voice) => voice.provider === provider.slug && speaks(voice, language))]);
  const [slowest, fastest] = providers.find((provider) => provider.slug === value?.provider)?.speeds ?? SPEEDS;
  const speed = value?.speed ?? 1;
  return (
    <div className="vg-cut-stack">
      <LanguagePick value={language} onChange={onLanguage} />
      <Problem error={error} />
      {!data && !error && <Waiting tall={4} />}
      <div className="vg-voices" role="radiogroup" aria-label={t("cut.voice")}>
        {groups.filter(([provider, found]) => found.length && provider.ready).map(([provider, found]) => (
          <Group key={provider.slug} name={name} provider={provider} voices={found} value={value} language={language} onChoose={choose} />
        ))}
        {data && !groups.some(([provider, found]) => provider.ready && found.length) && <p className="vg-set-none">{t("cut.voice_none_speaks")}</p>}
        <label className={joined("vg-voice", "vg-voice-none")} data-on={value === null || undefined}>
          <input type="radio" name={name} checked={value === null} onChange={() => onChange(null)} data-testid="voice-none" />
          <Icon of={Ban} size={15} /><span className="vg-voice-name">{t("cut.voice_none")}</span><small>{t("cut.voice_none_text")}</small>
        </label>
      </div>
      {value && fastest > slowest && <Slider label={t("cut.speed")} value={speed} min={slowest} max={fastest} step={0.05} shown={t("cut.times", { n: Math.round(speed * 100) / 100 })} onChange={(n) => onChange({ ...value, speed: n })} testId="voice-speed" />}
      {value && speed !== 1 && <p className="vg-hint">{word(t, "speed", speed > 1 ? "faster" : "slower")}</p>}
      {groups.some(([provider]) => !provider.ready) && (
        <section className="vg-voice-group vg-voice-others">
          <h3>{t("cut.voice_others")}</h3>
          <p className="vg-hint">{t("cut.voice_others_text", { names: new Intl.ListFormat(t.locale).format(groups.filter(([provider]) => !provider.ready).map(([provider]) => provider.title)) })}</p>
          <a className="vg-btn vg-btn-plain vg-btn-small" href="/settings#keys">{t("cut.voice_keys")}</a>
        </section>
      )}
    </div>
  );
}
