// The frame: clips, captions as they will be burned in, the platforms' overlays; below it the time line.
import { useEffect } from "react";
import { Captions, Clapperboard, Pause, Play, SkipBack, Volume2, VolumeX } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { BrandLogo } from "./brand_logo.jsx";
import { brandedLook, useCaptionImage } from "./caption_image.js";
import { draft } from "./draft.js";
import { clock, lengthText } from "./lengths.js";
import { useIsStill } from "./parts.jsx";
import { Picture, RATIOS } from "./picture.jsx";
import { usePlaying } from "./playing.js";
import { SafeZonePick, SafeZones } from "./safe_zones.jsx";
import { speechOf, useKnown } from "./spoken.js";
import { seek, stage } from "./stage.js";
import { TimeLine } from "./time_line.jsx";

const STEP = 0.5; // seconds between two caption pictures
const LATEST = 0.02;
const MOST_WORDS = 400; // the server draws at once

// The moment the captions are drawn for: a step of the clock, or a word in the middle when nothing moves.
const momentOf = ({ words, lead }, at, isMoving) => {
  if (!words.length) return 0;
  const last = words.at(-1)[2];
  const now = Math.floor((at - lead) / STEP) * STEP;
  if (isMoving || at > 0) return Math.max(words[0][1] + LATEST, Math.min(now, last - LATEST));
  const [, start, end] = words[Math.min(words.length - 1, 1)];
  return (start + end) / 2;
};

const rounded = (words) => words.map(([text, start, end]) => [text, Math.round(start * 1000) / 1000, Math.round(end * 1000) / 1000]);

function CaptionsOver({ clip, values, kit, speech, at, isPlaying, isStill }) {
  const t = useT();
  const hasText = values.captions && speech.words.length > 0;
  const moment = Math.round(momentOf(speech, isStill ? 0 : at, isPlaying && !isStill) * 1000) / 1000;
  const isDue = !hasText || !isPlaying || isStill || (at >= speech.lead && at - speech.lead <= speech.words.at(-1)[2] + STEP);
  const request = hasText && isDue ? { words: rounded(speech.words.slice(0, MOST_WORDS)), language: values.language, look: brandedLook(values.captions, kit), aspect: values.aspect, at: moment } : null;
  const { url, isFresh } = useCaptionImage(request, isPlaying ? 0 : 180);
  if (!url) return null;
  return <img className="vg-cut-captions" src={url} alt={t("cut.captions_alt", { text: clip.text })} data-fresh={isFresh} data-burned={values.captions.isBurned} data-testid="cut-captions" />;
}

export function Preview({ zones, kit }) {
  const t = useT();
  const values = draft.use();
  const { selected, isPlaying, at, safe, hasSound, isWaiting } = stage.use();
  const heard = useKnown();
  const isStill = useIsStill();
  usePlaying(heard);
  const { clips, aspect } = values;
  const place = Math.max(0, clips.findIndex((clip) => clip.uid === selected));
  const clip = clips[place];
  const lengths = clips.map((one) => speechOf(one, values, heard).shown);
  const before = lengths.slice(0, place).reduce((sum, one) => sum + one, 0);
  const total = lengths.reduce((sum, one) => sum + one, 0);
  const previous = clips[place - 1];
  const entrance = isPlaying && !isStill && previous && previous.transition !== "cut" ? previous.transition : "";

  useEffect(() => () => stage.set({ isPlaying: false }), []);
  const play = () => {
    if (!clip) return;
    stage.set((old) => ({ ...old, selected: clip.uid, at: old.selected === clip.uid ? old.at : 0, isPlaying: !old.isPlaying }));
  };
  useEffect(() => {
    const onKey = (event) => {
      if (event.code !== "Space" || event.defaultPrevented || event.target.closest("input, textarea, select, button, a, [role=slider], dialog, [contenteditable]")) return;
      event.preventDefault();
      play();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
  // The clip before stays below while the next one comes in; the one after is read ahead.
  const shown = clip ? [previous && entrance && [previous, "past"], [{ ...clip, enterSeconds: previous?.transitionSeconds }, "now"], isPlaying && clips[place + 1] && [clips[place + 1], "next"]].filter(Boolean) : [];
  return (
    <section className="vg-cut-preview" aria-label={t("cut.preview")} data-testid="cut-preview" data-playing={isPlaying || undefined} data-aspect={aspect}>
      <div className="vg-cut-room">
        <div className="vg-cut-frame" style={{ "--ratio": RATIOS[aspect] }}>
          {shown.map(([one, role]) => <Picture key={one.uid} clip={one} aspect={aspect} role={role} at={role === "now" ? (one.uid === selected ? at : 0) : 0} isPlaying={isPlaying && !isWaiting} isStill={isStill} entrance={entrance} />)}
          {!clip && <div className="vg-cut-empty"><Icon of={Clapperboard} size={30} /><p>{t("cut.preview_empty")}</p></div>}
          {clip && <BrandLogo kit={kit} aspect={aspect} />}
          {clip && <CaptionsOver clip={clip} values={values} kit={kit} speech={speechOf(clip, values, heard)} at={selected === clip.uid ? at : 0} isPlaying={isPlaying} isStill={isStill} />}
          <SafeZones zone={aspect === "9:16" ? zones?.[safe] : null} />
          {clip && values.captions && !values.captions.isBurned && <span className="vg-cut-unburned"><Icon of={Captions} size={13} />{t("cut.not_burned")}</span>}
        </div>
      </div>
      <div className="vg-cut-controls">
        <div>
          <button type="button" className="vg-icon-btn vg-cut-to-start" disabled={!clip} onClick={() => seek(clips[0].uid, 0)} aria-label={t("cut.to_start")} title={t("cut.to_start")}><Icon of={SkipBack} size={17} /></button>
          <button type="button" className="vg-cut-play" disabled={!clip} onClick={play} aria-label={isPlaying ? t("cut.pause") : t("cut.play")} title={isPlaying ? t("cut.pause") : t("cut.play")} data-testid="cut-play">{isWaiting ? <i className="vg-spin" aria-hidden="true" /> : <Icon of={isPlaying ? Pause : Play} size={18} />}</button>
          <button type="button" className="vg-icon-btn" aria-pressed={hasSound} onClick={() => stage.set({ hasSound: !hasSound })} aria-label={t("cut.with_sound")} title={t("cut.with_sound")}><Icon of={hasSound ? Volume2 : VolumeX} size={17} /></button>
        </div>
        <span className="vg-sr" role="status">{isWaiting && t("cut.voice_coming")}</span>
        <span className="vg-cut-time" data-waiting={isWaiting || undefined}  data-testid="cut-time">{isWaiting ? t("cut.voice_coming") : <>{clock(before + (clip?.uid === selected ? at : 0))} / <b title={lengthText(t, total)}>{clock(total)}</b></>}</span>
        {aspect === "9:16" && <SafeZonePick zones={zones} value={safe} onChange={(platform) => stage.set({ safe: platform })} />}
      </div>
      <TimeLine clips={clips} lengths={lengths} total={total} place={place} at={clip?.uid === selected ? at : 0} music={values.music} />
    </section>
  );
}
