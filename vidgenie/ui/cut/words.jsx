// The words of one clip as the captions show them: another spelling, the same voice.
import { useRef, useState } from "react";
import { Check } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon } from "../settings/parts.jsx";
import { changeClip, draft } from "./draft.js";
import { canSay, say, useKnown } from "./spoken.js";
import { spelled } from "./words.js";

const MOST = 80; // letters of one word

function Chip({ shown, said, label, onSave, testId }) {
  const [typed, setTyped] = useState(null);
  const button = useRef(null);
  const end = (keep) => {
    if (keep && typed.trim()) onSave(typed.trim());
    setTyped(null);
    // The chip is back only after this render.
    requestAnimationFrame(() => button.current?.focus());
  };
  const onKeyDown = (event) => {
    if (event.key === "Enter") { event.preventDefault(); end(true); }
    if (event.key === "Escape") { event.stopPropagation(); end(false); }
  };
  if (typed === null) return <button ref={button} type="button" className="vg-word" data-edited={shown !== said || undefined} title={shown === said ? undefined : said} onClick={() => setTyped(shown)} data-testid={testId}>{shown}</button>;
  return (
    <span className="vg-word-field">
      <input className="vg-input" autoFocus dir="auto" aria-label={label} maxLength={MOST} value={typed} style={{ width: `${Math.max(5, typed.length + 2)}ch` }} onChange={(event) => setTyped(event.target.value)} onKeyDown={onKeyDown} onBlur={() => { if (typed.trim()) onSave(typed.trim()); setTyped(null); }} />
      <button type="button" className="vg-icon-btn" onPointerDown={(event) => event.preventDefault()} onClick={() => end(true)} aria-label={label}><Icon of={Check} size={14} /></button>
    </span>
  );
}

export function Words({ clip, at, speech }) {
  const t = useT();
  const values = draft.use();
  useKnown();
  const [isBusy, setBusy] = useState(false);
  const said = spelled(clip.text, values.language);
  // The voice of this server may part the text another way: its words are the ones that count.
  const shown = speech.words.map(([text]) => text);
  const save = (word, text) => {
    const others = clip.edits.filter((edit) => edit.word !== word);
    changeClip(clip.uid, { edits: text === said[word] ? others : [...others, { word, text }] });
  };
  const listen = async () => {
    setBusy(true);
    await say(clip.text, values.voice, values.language);
    setBusy(false);
  };
  const canListen = !speech.isExact && canSay(clip.text, values.voice, values.language);
  return (
    <div className="vg-field">
      <span className="vg-label">{t("cut.words")}</span>
      <div className="vg-words" dir="auto">{shown.map((text, word) => <Chip key={word} shown={text} said={said[word] ?? text} label={t("cut.word_label", { n: word + 1 })} onSave={(typed) => save(word, typed)} testId={`cut-word-${at}-${word}`} />)}</div>
      <p className="vg-hint">{t("cut.words_text")}</p>
      <div className="vg-words-do">
        {canListen && <Button small look="quiet" busy={isBusy} onClick={listen}>{t("cut.words_time")}</Button>}
        {clip.edits.length > 0 && <Button small look="quiet" onClick={() => changeClip(clip.uid, { edits: [] })}>{t("cut.words_reset")}</Button>}
      </div>
    </div>
  );
}
