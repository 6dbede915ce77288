// The clock of the preview: clip after clip, with their voices and the music where they can be heard.
import { useEffect, useRef } from "react";
import { call } from "../settings/rest.js";
import { draft } from "./draft.js";
import { hush } from "./parts.jsx";
import { isComing, say, speechOf } from "./spoken.js";
import { seek, stage } from "./stage.js";

const HEARD = 0.15; // seconds a voice may be off before it is put right

const bedSound = (music) => {
  if (!music) return "";
  return music.asset?.url ?? (music.bed ? `/api/music/${music.bed}/sample` : "");
};

// Voices are asked for before they are due: the first at once, the others after each other.
const prepare = async (from) => {
  const { clips, voice, language } = draft.get();
  for (const clip of [...clips.slice(from), ...clips.slice(0, from)]) {
    if (!stage.get().isPlaying || !stage.get().hasSound) return;
    if (!clip.recording) await say(clip.text, voice, language);
  }
};

export const usePlaying = (heard) => {
  const isPlaying = stage.use((value) => value.isPlaying);
  const hasSound = stage.use((value) => value.hasSound);
  const isWaiting = stage.use((value) => value.isWaiting);
  const music = bedSound(draft.use().music);
  const now = useRef(heard);
  now.current = heard;

  useEffect(() => {
    if (!isPlaying) return undefined;
    hush();
    const voice = new Audio();
    let said = ""; // uid of the clip whose voice is in `voice`
    let before = performance.now();
    let frame = 0;
    const index = () => draft.get().clips.findIndex((clip) => clip.uid === stage.get().selected);
    prepare(Math.max(0, index()));

    const speak = (clip, speech, at) => {
      const due = (at - speech.lead) * speech.tempo;
      if (!hasSound || !speech.url || due < 0 || due >= speech.seconds * speech.tempo) { voice.pause(); return; }
      if (said !== clip.uid) { voice.src = speech.url; voice.currentTime = due; said = clip.uid; }
      voice.playbackRate = speech.tempo;
      if (Math.abs(voice.currentTime - due) > HEARD && voice.readyState >= 2) voice.currentTime = due;
      if (voice.paused) voice.play().catch(() => {}); // overtaken by a pause
    };
    const tick = (moment) => {
      frame = requestAnimationFrame(tick);
      // A tab that was away does not jump ahead.
      const passed = Math.min(0.25, (moment - before) / 1000);
      before = moment;
      const { clips } = draft.get();
      const place = Math.max(0, index());
      const clip = clips[place];
      if (!clip) { stage.set({ isPlaying: false }); return; }
      const isWaiting = hasSound && isComing(clip, draft.get());
      if (isWaiting !== stage.get().isWaiting) stage.set({ isWaiting });
      if (isWaiting) return;
      const speech = speechOf(clip, draft.get(), now.current);
      const at = (clip.uid === stage.get().selected ? stage.get().at : 0) + Math.max(0, passed);
      if (at < speech.shown) {
        stage.set({ selected: clip.uid, at });
        speak(clip, speech, at);
      } else if (clips[place + 1]) seek(clips[place + 1].uid, 0);
      else stage.set({ selected: clips[0].uid, at: 0, isPlaying: false });
    };
    frame = requestAnimationFrame(tick);
    return () => { cancelAnimationFrame(frame); voice.pause(); stage.set({ isWaiting: false }); };
  }, [isPlaying, hasSound]);

  const volume = draft.use().music?.volume ?? 0;
  const bed = useRef(null);
  useEffect(() => { if (bed.current) bed.current.volume = volume; }, [volume]);
  useEffect(() => {
    if (!isPlaying || isWaiting || !hasSound || !music) return undefined;
    const sound = new Audio(music);
    sound.loop = true;
    sound.volume = volume;
    bed.current = sound;
    sound.play().catch(() => {}); // overtaken by a pause
    return () => { sound.pause(); bed.current = null; };
  }, [isPlaying, isWaiting, hasSound, music]);
};

// Signed links are good for a day: what was kept is asked for again, and what is gone is marked.
export const refreshAssets = async (onAsset) => {
  const { clips, music } = draft.get();
  const ids = new Set([...clips.flatMap((clip) => [clip.asset.id, clip.recording?.id]), music?.asset?.id].filter(Boolean));
  for (const id of ids) {
    const { data, error } = await call("GET", `/api/assets/${id}`);
    if (data) onAsset(id, data);
    else if (error.code === "not_found") onAsset(id, { isGone: true });
  }
};
