// What the voice of this server makes of a text: its sound and when each word is said. Asked for once.
import { call } from "../settings/rest.js";
import { edited, estimated, leadOf, ownSeconds, respelled, shownSeconds, speechSeconds, tempoOf } from "./lengths.js";
import { store } from "./store.js";

const LONGEST = 600; // characters the server says for a preview
const known = store(new Map());

const keyOf = (text, voice, language) => JSON.stringify([text.trim(), voice?.voice, voice?.speed, language]);
const SAID = ["fr", "en", "es", "it", "pt", "hi"]; // languages it says them in
export const canSay = (text, voice, language) => SAID.includes(language) && Boolean(voice?.voice) && voice.provider === "local" && text.trim() !== "" && text.length <= LONGEST;

const asked = new Map();
const failed = new Set(); // not asked again while the page is open

// Its voice is still to come: who plays it waits.
export const isComing = (clip, { voice, language }) => {
  const key = keyOf(clip.text, voice, language);
  return !clip.recording && canSay(clip.text, voice, language) && !known.get().has(key) && !failed.has(key);
};

// {url, seconds, words}, or null when this voice cannot be heard beforehand.
export const say = (text, voice, language) => {
  if (!canSay(text, voice, language)) return Promise.resolve(null);
  const key = keyOf(text, voice, language);
  if (!asked.has(key)) {
    const request = call("POST", "/api/voices/say", { text: text.trim(), provider: "local", voice: voice.voice, language, speed: voice.speed });
    asked.set(key, request.then(({ data }) => {
      if (!data?.url) { asked.delete(key); failed.add(key); return null; }
      known.set((old) => new Map(old).set(key, data));
      return data;
    }));
  }
  return asked.get(key);
};

export const useKnown = known.use;

const told = ({ text, recording, ...clip }, { voice, language }, heard) => {
  if (recording) return { seconds: recording.seconds ?? 0, url: recording.url, isExact: true, words: estimated(text, language, recording.seconds ?? 0) };
  // Nobody says it: its words are shown as long as the clip.
  if (!voice) return { seconds: 0, url: "", isExact: true, words: estimated(text, language, ownSeconds(clip)) };
  const said = heard.get(keyOf(text, voice, language));
  if (said) return { seconds: said.seconds, url: said.url, isExact: true, words: respelled(said.words, text, language) };
  const seconds = speechSeconds(text, language, voice.speed);
  return { seconds, url: "", isExact: false, words: estimated(text, language, seconds) };
};

// Of one clip: {seconds: of its speech, 0 without any, words: [[text, start, end]...] as they are shown,
// url, isExact, tempo: it is said that much faster to fit, shown: seconds of the clip, lead: before it speaks}.
export const speechOf = (clip, draft, heard) => {
  const { words, ...speech } = told(clip, draft, heard);
  const tempo = clip.recording || !draft.voice ? 1 : tempoOf(clip, speech.seconds, draft.voice);
  const seconds = speech.seconds / tempo;
  const shown = shownSeconds(clip, seconds);
  const fitted = words.map(([text, start, end]) => [text, start / tempo, end / tempo]);
  return { ...speech, seconds, tempo, shown, lead: leadOf(shown, seconds), words: edited(fitted, clip.edits) };
};
