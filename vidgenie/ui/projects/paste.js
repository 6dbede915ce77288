// A pasted script cut as the server will cut it, near enough to look at beforehand: see
// domain/script_budget.py and domain/script_paste.py, which decide.
import { LEAD, speechSeconds, TAIL } from "../cut/lengths.js";
import { STEP } from "./length.js";

export const MOST_LETTERS = 60_000; // of a script
const ROOM = STEP - LEAD - TAIL;
const DIRECTION = /^\W*(?:sc[eè]ne|plan|visuel|visual|vid[eé]o|image|prompt|shot|footage|b-?roll)\s*\d{0,3}\s*[:：]\s*(.*)$/i;
const VOICE = /^\W*(?:voix(?:[ -]?off)?|voice(?:[ -]?over)?|narration|narrateur|narrator|texte?)\s*\d{0,3}\s*[:：]\s*/i;
const NUMBERED = /^(?:[-*•]\s+)?(?:(?:segment|clip|partie|part|[eé]tape|step)\s*)?#?\d{1,3}\s*(?:[.):]|[-–—](?=\s))\s+(?=\S)|^[-*•–—]\s+(?=\S)/i;
const HEADING = /^\W*(?:segment|clip|partie|part|[eé]tape|step|sc[eè]ne|plan|visuel|visual|vid[eé]o|image|prompt|shot|footage|b-?roll)?\s*#?\s*\d{1,3}\W*$/i;
const ENDS = [/(?<=[.!?…。！？]["'»”’)\]]*)\s+/u, /(?<=[,;:،؛、—–，：；])\s+/u, /\s+/u];

const packed = (text, length, depth = 0) => {
  if (length(text) <= ROOM || depth >= ENDS.length) return text ? [text] : [];
  const pieces = [];
  let piece = "";
  for (const part of text.split(ENDS[depth])) {
    const both = piece ? `${piece} ${part}` : part;
    if (length(both) <= ROOM) { piece = both; continue; }
    if (piece) pieces.push(piece);
    const parts = packed(part, length, depth + 1);
    pieces.push(...parts.slice(0, -1));
    piece = parts.at(-1) ?? "";
  }
  return piece ? [...pieces, piece] : pieces;
};

// Paragraphs and numbered lines, each with what is to be filmed.
const blocksOf = (script) => {
  const blocks = [];
  let block = null;
  const open = () => { block = { text: "", prompt: "" }; blocks.push(block); return block; };
  for (const raw of script.split(/\r?\n/)) {
    const line = raw.trim();
    if (!line || HEADING.test(line)) { if (block?.text) block = null; continue; }
    const direction = line.match(DIRECTION)?.[1];
    if (direction !== undefined) {
      if (block?.prompt && block.text) open();
      Object.assign(block ?? open(), { prompt: direction });
      continue;
    }
    if (NUMBERED.test(line) && block?.text) block = null;
    const shown = [...line.matchAll(/\[([^[\]]*)\]/g)].map((found) => found[1].trim()).join(" ");
    const said = line.replace(NUMBERED, "").replace(/\[[^[\]]*\]/g, " ").replace(VOICE, "").replace(/\s+/g, " ").trim();
    const into = block ?? open();
    if (shown) into.prompt = `${into.prompt} ${shown}`.trim();
    if (said) into.text = `${into.text} ${said}`.trim();
  }
  return blocks;
};

// [{text, prompt, seconds: of saying it}...]
export const cutOf = (script, language, speed = 1) => {
  const length = (text) => speechSeconds(text, language, speed);
  return blocksOf(script).flatMap(({ text, prompt }) => (text ? packed(text, length) : [""]).map((piece) => ({ text: piece, prompt, seconds: length(piece) })));
};
