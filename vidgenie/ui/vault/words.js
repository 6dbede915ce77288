// What people write down: recovery codes and passphrases, and how hard a passphrase is to guess.
import { fromBase32, random, toBase32 } from "./bytes.js";

export const MIN_LENGTH = 14; // characters of a passphrase
const CODE_BYTES = 20; // 160 bits
const CODE_LETTERS = 32;

// 32 letters in groups of 4.
export const newRecoveryCode = () => toBase32(random(CODE_BYTES)).match(/.{4}/g).join("-");

// The bytes of a code as somebody typed it, or null. 0, 1 and 8 are never in a code: they were misread.
export const readRecoveryCode = (typed) => {
  const letters = typed.toUpperCase().replace(/[\s\-–—_.]/g, "").replaceAll("0", "O").replaceAll("1", "I").replaceAll("8", "B");
  return letters.length === CODE_LETTERS ? fromBase32(letters) : null;
};

const CONSONANTS = "bdfgjklmnprstvz"; // heard as they are written, in English and in French
const VOWELS = "aeiou";
const SYLLABLES = CONSONANTS.length * VOWELS.length; // 75
const WORDS = 6;
export const SUGGESTED_BITS = Math.floor(WORDS * 2 * Math.log2(SYLLABLES)); // 74

const syllable = () => {
  // Each syllable is as likely as the next: bytes from 225 on are thrown away.
  for (;;) {
    const [byte] = random(1);
    if (byte < SYLLABLES * 3) {
      const index = byte % SYLLABLES;
      return CONSONANTS[Math.floor(index / VOWELS.length)] + VOWELS[index % VOWELS.length];
    }
  }
};

// Six words that can be said aloud, as "vuna-roki-pelo-tami-guzo-nefa".
export const newPassphrase = () => Array.from({ length: WORDS }, () => syllable() + syllable()).join("-");

// Words that are tried first wherever passwords are guessed.
const COMMON =
  "password passwort passe motdepasse secret admin welcome bienvenue bonjour iloveyou jetaime letmein dragon monkey football " +
  "soleil doudou chouchou loulou princesse princess sunshine superman batman master shadow azerty qwerty qwertz asdf zxcv " +
  "login vidgenie video openai stability vault coffre correct horse battery staple trustno1 starwars pokemon marseille paris";
const KNOWN = COMMON.split(" ");
const ROWS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm"];
const LEET = { 0: "o", 1: "i", 3: "e", 4: "a", 5: "s", 7: "t", "@": "a", $: "s" };

const isRun = (piece) => {
  const backwards = [...piece].reverse().join("");
  return new Set(piece).size === 1 || ROWS.some((row) => row.includes(piece) || row.includes(backwards));
};

// Length of the run ("1111", "abcd", "azer") that begins at `at`, 0 for less than 3.
const runAt = (letters, at) => {
  let length = 3;
  if (at + length > letters.length || !isRun(letters.slice(at, at + length))) return 0;
  while (at + length < letters.length && isRun(letters.slice(at, at + length + 1))) length += 1;
  return length;
};

const bitsOf = (letter) => (/\p{L}/u.test(letter) ? 2.2 : /\d/.test(letter) ? 3 : /[\s\-_.,]/.test(letter) ? 0.8 : 4);

// Bits an attacker needs at least, told low: letters count as the words of a language do, and what
// was there before counts next to nothing.
export const guessBits = (passphrase) => {
  const plain = [...passphrase.normalize("NFKC").toLowerCase()];
  const letters = plain.join("");
  const unleet = plain.map((letter) => LEET[letter] ?? letter).join("");
  let bits = 0;
  for (let at = 0; at < letters.length; ) {
    const word = KNOWN.find((known) => unleet.startsWith(known, at) || letters.startsWith(known, at));
    const run = runAt(letters, at);
    const again = at >= 3 && letters.length - at >= 3 && letters.slice(0, at).includes(letters.slice(at, at + 3)) ? 3 : 0;
    const taken = Math.max(word?.length ?? 0, run, again);
    bits += taken ? (word && !again ? 7 : run && !again ? 5 : 1) : bitsOf(letters[at]);
    at += taken || 1;
  }
  return Math.floor(bits);
};

const HOPELESS = 20; // bits: guessed at once, whatever stretches it
const LEVELS = [["weak", 28], ["fair", 40], ["good", 56], ["strong", Infinity]];

// {length, bits, level: weak, fair, good or strong, isEnough}. suggested: the passphrase we made, whose bits are known.
export const strength = (passphrase, suggested = "") => {
  const length = [...passphrase.normalize("NFKC")].length;
  const bits = passphrase && passphrase === suggested ? SUGGESTED_BITS : guessBits(passphrase);
  const [level] = LEVELS.find(([, most]) => bits < most);
  return { length, bits, level, isEnough: length >= MIN_LENGTH && bits >= HOPELESS };
};
