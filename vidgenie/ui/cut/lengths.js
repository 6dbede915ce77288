// How long things take, before anybody has spoken: estimates that the server's own timings replace.
export const LEAD = 0.3; // seconds before the speech of a clip begins, as in domain/timeline.py
export const TAIL = 0.2;
export const STILL = 5;
export const MOST_LETTERS = 1000; // of one clip's text

const LETTER = 0.062; // seconds at the usual speed: 12 French words take about 3.5 s
const SIGN = 0.19; // one Chinese, Japanese or Korean sign
const CJK = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/gu;
const PAUSES = [[/[.!?…。！？]+(?=\s|$)/gu, 0.35], [/[,;:،、]/gu, 0.18]];

const weight = (text) => {
  const signs = text.match(CJK)?.length ?? 0;
  const letters = text.match(/[\p{L}\p{N}%&@]/gu)?.length ?? 0;
  return signs * SIGN + (letters - signs) * LETTER + PAUSES.reduce((sum, [mark, pause]) => sum + (text.match(mark)?.length ?? 0) * pause, 0);
};

// "nuit ?" stays one word: only plain spaces part words, and a lone mark goes with the word before it.
export const wordsOf = (text) => {
  const words = [];
  for (const piece of text.split(/[ \t\r\n]+/).filter(Boolean)) {
    if (words.length && !/[\p{L}\p{N}%&@]/u.test(piece)) words[words.length - 1] += ` ${piece}`;
    else words.push(piece);
  }
  return words;
};

export const speechSeconds = (text, speed = 1) => (text.trim() ? Math.max(0.4, weight(text.trim()) - 0.2) / (speed || 1) : 0);

// [[word, start, end]...] spread over `seconds` by how long each word is.
export const estimated = (text, seconds) => {
  const words = wordsOf(text);
  const weights = words.map((word) => weight(word) + 0.05);
  const total = weights.reduce((sum, one) => sum + one, 0) || 1;
  let at = 0;
  return words.map((word, place) => {
    const start = at;
    at += (weights[place] / total) * seconds;
    return [word, start, at];
  });
};

export const edited = (words, edits) => words.map(([text, start, end], place) => [edits.find((edit) => edit.word === place)?.text ?? text, start, end]);

export const ownSeconds = (clip) => clip.seconds || clip.asset.seconds || STILL;

// How long a clip is shown; spoken: seconds of its speech, 0 without any.
export const shownSeconds = (clip, spoken) => Math.max(ownSeconds(clip), spoken ? LEAD + spoken + TAIL : 0);

// "4.2 s", "1 min 5 s" in the reader's language.
export const lengthText = (t, seconds) => {
  if (seconds < 59.95) return t("cut.seconds", { n: Math.round(seconds * 10) / 10 });
  const whole = Math.round(seconds);
  return t("cut.minutes", { minutes: Math.floor(whole / 60), seconds: whole % 60 });
};

export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
