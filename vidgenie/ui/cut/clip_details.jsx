// What can be set about one clip besides its text.
import { Maximize, Minimize, Move, Sparkles } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon } from "../settings/parts.jsx";
import { changeClip } from "./draft.js";
import { FocusPick } from "./focus.jsx";
import { STILL } from "./lengths.js";
import { Choice, PlayButton, Slider, Toggle, word } from "./parts.jsx";
import { OneFile } from "./upload_tile.jsx";
import { Waveform } from "./waveform.jsx";
import { Words } from "./words.jsx";

const FITS = { auto: Sparkles, fill: Maximize, fit: Minimize, crop: Move };
const LONGEST = 60; // seconds a picture may be shown

export function ClipDetails({ id, clip, at, speech }) {
  const t = useT();
  const { asset } = clip;
  const isPicture = asset.kind === "image";
  const set = (values) => changeClip(clip.uid, values);
  const fits = Object.entries(FITS).map(([fit, drawing]) => [fit, word(t, "fit", fit), <Icon key="icon" of={drawing} size={14} />]);
  const most = isPicture ? LONGEST : Math.max(1, Math.floor((asset.seconds ?? 1) * 10) / 10);
  const seconds = clip.seconds ?? (isPicture ? STILL : most);
  return (
    <div id={id} className="vg-clip-more">
      <Choice label={t("cut.fit")} value={clip.fit} choices={fits} onChange={(fit) => set({ fit })} testId={`cut-fit-${at}`} />
      <p className="vg-hint">{word(t, "fit_text", clip.fit)}</p>
      {clip.fit === "crop" && <FocusPick clip={clip} at={at} onChange={set} />}
      <Slider label={isPicture ? t("cut.length_picture") : t("cut.length_clip")} value={Math.min(seconds, most)} min={isPicture ? 1 : Math.min(0.5, most)} max={most} step={isPicture ? 0.5 : 0.1} shown={clip.seconds || isPicture ? t("cut.seconds", { n: Math.round(seconds * 10) / 10 }) : t("cut.length_whole")}
        onChange={(n) => set({ seconds: !isPicture && n >= most ? null : n })} testId={`cut-length-${at}`} />
      {isPicture && <Toggle label={t("cut.moves")} hint={t("cut.moves_text")} checked={clip.moves} onChange={(moves) => set({ moves })} />}
      {!isPicture && asset.hasAudio !== false && <Toggle label={t("cut.keep_sound")} hint={t("cut.keep_sound_text")} checked={clip.keepSound} onChange={(keepSound) => set({ keepSound })} testId={`cut-sound-${at}`} />}
      <div className="vg-field">
        <span className="vg-label">{t("cut.recording")}</span>
        <OneFile accept="audio/*,.m4a,.mp3,.wav,.ogg,.flac" label={clip.recording ? t("cut.recording_other") : t("cut.recording_add")} hint={clip.recording ? "" : t("cut.recording_text")} onAsset={(recording) => set({ recording })} testId={`cut-recording-${at}`}>
          {clip.recording && (
            <div className="vg-own-sound">
              <PlayButton src={clip.recording.url} name={clip.recording.name || t("cut.recording")} />
              <Waveform asset={clip.recording} />
              <Button small look="quiet" onClick={() => set({ recording: null })}>{t("cut.take_away")}</Button>
            </div>
          )}
        </OneFile>
      </div>
      {clip.text.trim() && <Words clip={clip} at={at} speech={speech} />}
    </div>
  );
}
