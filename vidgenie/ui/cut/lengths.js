// How long things take, before anybody has spoken: estimates that the server's own timings replace.
import { spelled, timeOf } from "./words.js";

export const LEAD = 0.3; // seconds before the speech of a clip begins, as in domain/timeline.py
export const TAIL = 0.2;
const LONGEST_LEAD = 0.8;
const FASTER = 1.15;
const [SHORTEST_FIT, LONGEST_FIT] = [1.5, 60]; // seconds of a clip that speech is fitted to, as in domain/cut.py
export const STILL = 5;
export const MOST_LETTERS = 1000; // of one clip's text

// How long saying the text usually takes, without a pause at its end.
export const speechSeconds = (text, language, speed = 1) => {
  const times = spelled(text, language).map((word) => timeOf(word, language));
  if (!times.length) return 0;
  return (times.reduce((sum, [said, pause]) => sum + said + pause, 0) - times.at(-1)[1]) / (speed || 1);
};

// [[word, start, end]...] shared out over `seconds`.
export const estimated = (text, language, seconds) => {
  const words = spelled(text, language);
  const scale = seconds / (speechSeconds(text, language) || 1);
  let at = 0;
  return words.map((word) => {
    const [said, pause] = timeOf(word, language);
    const start = at;
    at += (said + pause) * scale;
    return [word, start, start + said * scale];
  });
};

// What a voice told, in the spelling of the text where it has as many words.
export const respelled = (words, text, language) => {
  const shown = spelled(text, language);
  return shown.length === words.length ? words.map(([, start, end], place) => [shown[place], start, end]) : words;
};

export const edited = (words, edits) => words.map(([text, start, end], place) => [edits.find((edit) => edit.word === place)?.text ?? text, start, end]);

export const ownSeconds = (clip) => clip.seconds || clip.asset.seconds || STILL;

// How many times faster a text is said so that it fits its clip, as in nodes/speech.py: a voice of this
// server speaks faster first, any speech is then stretched a little; no word is ever cut.
export const tempoOf = (clip, spoken, voice) => {
  const room = clip.seconds || clip.asset.seconds || 0;
  if (!spoken || room < SHORTEST_FIT || room > LONGEST_FIT) return 1;
  const most = voice.provider === "local" ? FASTER * FASTER : FASTER;
  return Math.max(1, Math.min(most, spoken / (room - LEAD - TAIL)));
};

// How long a clip is shown; spoken: seconds of its speech, 0 without any.
export const shownSeconds = (clip, spoken) => Math.max(ownSeconds(clip), spoken ? LEAD + spoken + TAIL : 0);

// Seconds before its speech begins.
export const leadOf = (shown, spoken) => (spoken ? Math.min(Math.max((shown - spoken) / 2, LEAD), LONGEST_LEAD) : 0);

// "4.2 s", "1 min 5 s" in the reader's language.
export const lengthText = (t, seconds) => {
  if (seconds < 59.95) return t("cut.seconds", { n: Math.round(seconds * 10) / 10 });
  const whole = Math.round(seconds);
  return t("cut.minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
};

export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
