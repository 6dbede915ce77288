// Finding what was meant by a few letters, in any language, with or without accents.

export const plain = (text) => String(text ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const STARTS = /[\s\-_.·/()’']/;

// How well `word` stands for the letters, 0 = not at all. Runs of letters, and letters that begin words, count more.
const letters = (word, wanted) => {
  let score = 0;
  let at = -1;
  let run = 0;
  for (const letter of wanted) {
    const next = word.indexOf(letter, at + 1);
    if (next < 0) return 0;
    run = next === at + 1 ? run + 1 : 1;
    const isStart = next === 0 || STARTS.test(word[next - 1]);
    score += run + (isStart ? 3 : 0) - Math.min(3, (next - at - 1) * 0.2);
    at = next;
  }
  return Math.max(0.1, score / wanted.length);
};

const one = (text, wanted) => {
  const word = plain(text);
  if (!word) return 0;
  if (word === wanted) return 100;
  if (word.startsWith(wanted)) return 60;
  const at = word.indexOf(wanted);
  if (at >= 0) return STARTS.test(word[at - 1] ?? "") ? 45 : 30;
  return wanted.length < 2 || word.length > 60 ? 0 : letters(word, wanted);
};

// texts: the best first; later ones count half. Every word that is looked for must be found.
export const rate = (texts, looked) => {
  const words = plain(looked).split(/\s+/).filter(Boolean);
  if (!words.length) return 1;
  let sum = 0;
  for (const word of words) {
    const best = Math.max(...texts.map((text, index) => one(text, word) / (index ? 2 : 1)));
    if (best < 0.9) return 0;
    sum += best;
  }
  return sum;
};

// The items that fit, best first; as they came while nothing is looked for. textsOf(item) -> texts
export const found = (items, looked, textsOf) => {
  if (!looked.trim()) return items;
  const rated = items.map((item, index) => [rate(textsOf(item), looked), index, item]).filter(([score]) => score > 0);
  return rated.sort((a, b) => b[0] - a[0] || a[1] - b[1]).map(([, , item]) => item);
};
