// The words of a text as captions will count and spell them: twin of domain/spoken.py,
// domain/caption_words.py and domain/word_units.py; tests/ui/test_cut_words.py compares them.
const NARROW = "\u202f";
const NBSP = "\u00a0";
const SPACES = `[ ${NBSP}${NARROW}]*`;
const LETTER = "\\p{L}\\p{N}_";

const QUOTED = new RegExp(`(?<=[${LETTER}])'(?=[${LETTER}])`, "gu");
const HIGH_MARKS = new RegExp(`(?<=[^\\s${NBSP}${NARROW}?!;])${SPACES}([?!;]+)(?![${LETTER}/=&#])`, "gu");
const COLON = new RegExp(`(?<=[${LETTER}])${SPACES}:(?=\\s|$)`, "gu");
const OPENED = new RegExp(`«${SPACES}`, "gu");
const CLOSED = new RegExp(`(?<=[^\\s${NBSP}${NARROW}])${SPACES}»`, "gu");

// Apostrophes and, in French, the spaces that printers use.
export const typographic = (text, language) => {
  const quoted = text.replace(QUOTED, "\u2019");
  if (language !== "fr") return quoted;
  return quoted.replace(HIGH_MARKS, `${NARROW}$1`).replace(COLON, `${NBSP}:`).replace(OPENED, `«${NARROW}`).replace(CLOSED, `${NARROW}»`);
};

const SAID = /[\p{L}\p{N}\p{Sc}\p{Sm}%&@°§]/u;
const OPENS = /[\p{Ps}\p{Pi}]$/u;

// A mark that stands alone goes with the word before it, an opening one with the word after it.
const spoken = (text) => {
  const spans = [];
  let opened = null;
  for (const found of text.matchAll(/[^ \t\r\n\f\v]+/g)) {
    const end = found.index + found[0].length;
    if (SAID.test(found[0])) {
      spans.push([opened ?? found.index, end]);
      opened = null;
    } else if (opened === null && (!spans.length || OPENS.test(found[0]))) opened = found.index;
    else if (opened === null) spans.at(-1)[1] = end;
  }
  if (opened !== null && spans.length) spans.at(-1)[1] = text.trimEnd().length;
  return spans.map(([start, end]) => text.slice(start, end));
};

const HAN = "\\u3005\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const HIRAGANA = "\\u3041-\\u309f";
const KATAKANA = "\\u30a0-\\u30ff\\u31f0-\\u31ff\\uff66-\\uff9d";
const OPENING = "「『【〈《“«\\(\\[\\{\\u2018\\u3014\\uff08\\uff3b\\uff5b";
const UNSPACED = new RegExp(`[${HAN}${HIRAGANA}${KATAKANA}]`, "u");
const REST = `[${HIRAGANA}]{1,5}|[${KATAKANA}]{1,10}|[^${HAN}${HIRAGANA}${KATAKANA}${OPENING}]+`;
const MARKS = `[^${LETTER}\\s${OPENING}]*`;
const partsOf = (own) => new RegExp(`[${OPENING}]*(?:${own}|${REST})${MARKS}|[${OPENING}]+`, "gu");
const CHINESE = partsOf(`[${HAN}]{1,2}`);
const JAPANESE = partsOf(`[${HAN}]{1,4}[${HIRAGANA}]{0,4}|[${KATAKANA}]{1,10}[${HIRAGANA}]{0,2}`);

// Where words are written without spaces between them, small parts of the text.
const units = (word, language) => (UNSPACED.test(word) ? word.match(language === "zh" ? CHINESE : JAPANESE) ?? [word] : [word]);

export const spelled = (text, language) => spoken(typographic(text, language)).flatMap((word) => units(word, language));

const VOWELS = /[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœ\u0430\u0435\u0438\u043e\u0443\u044b\u044d-\u044f\u0451\u03ac-\u03b1\u03b5\u03b7\u03b9\u03bf\u03c5\u03c9\u03cc-\u03ce]+/g;
const SILENT = { fr: /[a-zà-ÿ](?:e|es|ent)$/, en: /[a-z]e$/ };
const OTHERS = [[/[\p{N}]/u, 1.4], [/[\u3040-\u30ff]/, 1.2], [/[\uac00-\ud7a3]/, 1.2], [UNSPACED, 2], [/[\u0590-\u1fff]/, 0.5]];

const syllables = (core, language) => {
  const latin = core.match(VOWELS)?.length ?? 0;
  const silent = latin > 1 && SILENT[language]?.test(core) ? 1 : 0;
  const others = [...core].reduce((sum, sign) => sum + (OTHERS.find(([known]) => known.test(sign))?.[1] ?? 0), 0);
  return Math.max(1, latin - silent + others);
};

const SENTENCE = /[.!?…\u3002\uff01\uff1f\u061f\u06d4\u0964]+[\s"'»”\u2019)\]」』\uff09]*$/u;
const CLAUSE = /[,;:،؛、—\u2013\uff0c\uff1a\uff1b]/u;

// [seconds it usually takes to say the word, seconds of silence after it]
export const timeOf = (word, language) => {
  const core = [...word.toLowerCase()].filter((sign) => /[\p{L}\p{N}]/u.test(sign)).join("");
  const said = Math.max(0.05, 0.083 * syllables(core, language) + 0.04 * [...core].length - 0.06);
  if (SENTENCE.test(word)) return [said + 0.21, 0.22];
  return CLAUSE.test(word) ? [said + 0.13, 0.11] : [said, 0.045];
};
