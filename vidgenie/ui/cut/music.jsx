// The music: beds made here, or one's own, and how loud it is beside the voice.
import { useId } from "react";
import { Ban, Music as Note } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon, joined, Problem, Waiting } from "../settings/parts.jsx";
import { MUSIC } from "./draft.js";
import { lengthText } from "./lengths.js";
import { PlayButton, Slider, Toggle, word } from "./parts.jsx";
import { OneFile } from "./upload_tile.jsx";
import { Waveform } from "./waveform.jsx";

function Bed({ bed, group, isOn, onChoose }) {
  const t = useT();
  const name = word(t, "bed", bed.slug);
  return (
    <li className="vg-voice" data-on={isOn || undefined}>
      <label>
        <input type="radio" name={group} checked={isOn} onChange={onChoose} data-testid={`bed-${bed.slug}`} />
        <span className="vg-voice-name">{name}</span>
        <small>{lengthText(t, Math.round(bed.seconds))}</small>
      </label>
      <PlayButton src={bed.sample} name={name} testId={`bed-play-${bed.slug}`} />
    </li>
  );
}

// value: {bed, asset, volume, isDucked, fadeIn, fadeOut} or null for no music.
export function MusicPicker({ value, data, error, onChange }) {
  const t = useT();
  const group = useId();
  const set = (values) => onChange({ ...MUSIC, ...value, ...values });
  const seconds = (n) => (n ? t("cut.seconds", { n }) : t("cut.off"));
  return (
    <div className="vg-cut-stack">
      <Problem error={error} />
      {!data && !error && <Waiting tall={3} />}
      <div className="vg-voices" role="radiogroup" aria-label={t("cut.music")}>
        <label className={joined("vg-voice", "vg-voice-none")} data-on={value === null || undefined}>
          <input type="radio" name={group} checked={value === null} onChange={() => onChange(null)} data-testid="bed-none" />
          <Icon of={Ban} size={15} /><span className="vg-voice-name">{t("cut.music_none")}</span>
        </label>
        {data && (
          <section className="vg-voice-group">
            <h3>{t("cut.beds")}</h3>
            <ul>{data.beds.map((bed) => <Bed key={bed.slug} group={group} bed={bed} isOn={value?.bed === bed.slug} onChoose={() => set({ bed: bed.slug, asset: null })} />)}</ul>
            <p className="vg-hint">{t("cut.beds_text")}</p>
          </section>
        )}
        <section className="vg-voice-group">
          <h3>{t("cut.music_own")}</h3>
          <OneFile accept="audio/*,.m4a,.mp3,.wav,.ogg,.flac" label={value?.asset ? t("cut.music_other") : t("cut.music_upload")} hint={value?.asset ? "" : t("cut.music_upload_text")} onAsset={(asset) => set({ asset, bed: null })} testId="cut-music-upload">
            {value?.asset && (
              <div className="vg-own-sound" data-testid="cut-music-own">
                <PlayButton src={value.asset.url} name={value.asset.name || t("cut.music_own")} />
                <span className="vg-own-name"><Icon of={Note} size={13} />{value.asset.name || t("cut.music_own")}</span>
                <Waveform asset={value.asset} />
                <Button small look="quiet" onClick={() => onChange(null)}>{t("cut.take_away")}</Button>
              </div>
            )}
          </OneFile>
        </section>
      </div>
      {value && (
        <>
          <Slider label={t("cut.volume")} value={value.volume} min={0} max={1} step={0.05} shown={t("cut.percent", { n: Math.round(value.volume * 100) })} onChange={(volume) => set({ volume })} testId="cut-volume" />
          <Toggle label={t("cut.ducked")} hint={t("cut.ducked_text")} checked={value.isDucked} onChange={(isDucked) => set({ isDucked })} testId="cut-ducked" />
          <Slider label={t("cut.fade_in")} value={value.fadeIn} min={0} max={5} step={0.5} shown={seconds(value.fadeIn)} onChange={(fadeIn) => set({ fadeIn })} />
          <Slider label={t("cut.fade_out")} value={value.fadeOut} min={0} max={5} step={0.5} shown={seconds(value.fadeOut)} onChange={(fadeOut) => set({ fadeOut })} />
        </>
      )}
    </div>
  );
}
