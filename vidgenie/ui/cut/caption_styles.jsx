// How captions look: styles as they are really drawn, place, size, colours, font.
import { useId } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { Ban } from "lucide-react";
import { Icon, Problem, Waiting } from "../settings/parts.jsx";
import { lookOf, useCaptionImage } from "./caption_image.js";
import { Colour, Pick, Slider, Toggle, word } from "./parts.jsx";

const MIDDLE = 0.5;
const LARGE = 1.35; // a card is small
const STANDARD = { centre: 0.62, scale: 1, font: "", colour: "", active: "", box: "", isBurned: true };

// The sample is in the language of the texts where we have one, so that its letters are in the font.
const SAMPLES = { fr: "Chaque mot compte", en: "Every word counts", es: "Cada palabra cuenta", de: "Jedes Wort zählt", it: "Ogni parola conta", pt: "Cada palavra conta", nl: "Elk woord telt", pl: "Każde słowo się liczy", ar: "كل كلمة مهمة", hi: "हर शब्द मायने रखता है", ja: "すべての言葉に意味がある", ko: "모든 말이 중요하다", zh: "每个字都重要" };

function StyleCard({ style, name, value, language, poster, onChoose }) {
  const t = useT();
  const look = { ...lookOf({ ...STANDARD, ...value, style: style.slug }), centre: MIDDLE, scale: LARGE, font: "", colour: "", active: "", box: "" };
  // The aspect of the card itself: letters are larger in it than in a whole portrait frame.
  const { url } = useCaptionImage({ text: SAMPLES[language] ?? SAMPLES.en, language, look, aspect: "1:1" });
  const isOn = value?.style === style.slug;
  return (
    <label className="vg-style" data-on={isOn || undefined}>
      <input type="radio" name={name} checked={isOn} onChange={() => onChoose(style.slug)} data-testid={`style-${style.slug}`} />
      <span className="vg-style-picture" style={poster ? { backgroundImage: `url("${poster}")` } : undefined}>{url ? <img src={url} alt="" /> : <i className="vg-skeleton" />}</span>
      <span className="vg-style-name">{word(t, "style", style.slug)}</span>
    </label>
  );
}

// value: a look, or null for no captions. data: of GET /api/captions/styles. poster: behind the samples.
export function CaptionPicker({ value, language, data, error, poster, onChange }) {
  const t = useT();
  const name = useId();
  const styles = data?.styles ?? [];
  const chosen = styles.find((style) => style.slug === value?.style);
  const set = (values) => onChange({ ...STANDARD, ...value, ...values });
  return (
    <div className="vg-cut-stack">
      <Problem error={error} />
      {!data && !error && <Waiting tall={4} />}
      <div className="vg-styles" role="radiogroup" aria-label={t("cut.style")}>
        {styles.map((style) => <StyleCard key={style.slug} name={name} style={style} value={value} language={language} poster={poster} onChoose={(slug) => set({ style: slug })} />)}
        <label className="vg-voice vg-voice-none vg-style-none" data-on={value === null || undefined}>
          <input type="radio" name={name} checked={value === null} onChange={() => onChange(null)} data-testid="style-none" />
          <Icon of={Ban} size={15} /><span className="vg-voice-name">{t("cut.captions_none")}</span>
        </label>
      </div>
      {value && (
        <>
          <Toggle label={t("cut.burned")} hint={value.isBurned ? t("cut.burned_on") : t("cut.burned_off")} checked={value.isBurned} onChange={(isBurned) => set({ isBurned })} testId="cut-burned" />
          <Slider label={t("cut.centre")} value={value.centre} min={0.15} max={0.85} step={0.01} shown={t("cut.percent", { n: Math.round(value.centre * 100) })} onChange={(centre) => set({ centre })} testId="cut-centre" />
          <Slider label={t("cut.scale")} value={value.scale} min={0.5} max={1.6} step={0.05} shown={t("cut.percent", { n: Math.round(value.scale * 100) })} onChange={(scale) => set({ scale })} testId="cut-scale" />
          <div className="vg-field">
            <span className="vg-label">{t("cut.colours")}</span>
            <div className="vg-colours">
              <Colour label={t("cut.colour_words")} value={value.colour} usual={chosen?.colour} onChange={(colour) => set({ colour })} testId="cut-colour" />
              <Colour label={t("cut.colour_active")} value={value.active} usual={chosen?.active} onChange={(active) => set({ active })} testId="cut-active" />
              <Colour label={t("cut.colour_box")} value={value.box} usual={chosen?.box || "#000000"} onChange={(box) => set({ box })} testId="cut-box" />
            </div>
          </div>
          <Pick label={t("cut.font")} value={value.font} onChange={(font) => set({ font })} testId="cut-font">
            <option value="">{chosen?.font ? t("cut.font_usual", { name: chosen.font }) : t("cut.font_style")}</option>
            {(data?.fonts ?? []).map((font) => <option key={font} value={font}>{font}</option>)}
          </Pick>
        </>
      )}
    </div>
  );
}
