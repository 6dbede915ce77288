// What is said and what is filmed: typed in place, saved by itself.
import { useT } from "$/utils/vidgenie_i18n";
import { lengthText } from "../cut/lengths.js";
import { addAfter } from "./acts.js";
import { splitHere } from "./caret.js";
import { spokenOf } from "./counting.js";
import { CHOICES, HEAD } from "./fields.js";
import { useHead } from "./project.js";
import { change, save, useValue } from "./saving.js";

const MOST = 1000; // characters, as in domain/project.py

// Words against seconds: the bar is as long as the clip, the filled part as long as the speech.
function Speech({ text, seconds }) {
  const t = useT();
  const language = useValue(HEAD, "language", useHead((head) => head.language));
  const voice = useValue(CHOICES, "voice", useHead((head) => head.choices.voice));
  const spoken = spokenOf(text, seconds, language, voice);
  const whole = Math.max(seconds, spoken.shown);
  const words = {
    none: t("board.speech_none"),
    mute: t("cut.text_mute"),
    within: t("board.speech_within"),
    faster: t("board.speech_faster"),
    longer: t("board.speech_longer", { length: lengthText(t, spoken.shown) }),
  }[spoken.state];
  return (
    <p className="vg-speech" data-state={spoken.state} data-testid="speech-length">
      <span className="vg-speech-bar" aria-hidden="true"><i style={{ width: `${Math.min(100, (spoken.seconds / spoken.tempo / whole) * 100)}%` }} /><em style={{ left: `${(seconds / whole) * 100}%` }} /></span>
      <span className="vg-num">{spoken.seconds > 0 && <b>{t("board.speech", { said: lengthText(t, spoken.seconds), length: lengthText(t, seconds) })}</b>} {words}</span>
    </p>
  );
}

// children: what stands below the prompt.
export function SegmentTexts({ id, n, segment, children }) {
  const t = useT();
  const text = useValue(id, "text", segment.text);
  const prompt = useValue(id, "prompt", segment.prompt);
  const seconds = useValue(id, "seconds", segment.seconds);
  const onKeyDown = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (event.shiftKey) addAfter(id);
    else if (event.target.dataset.field === "text" && text.trim()) splitHere(t, id);
  };
  const common = { className: "vg-bs-text", maxLength: MOST, rows: 2, onKeyDown, onBlur: () => save(id), spellCheck: true };
  return (
    <div className="vg-bs-texts">
      <div className="vg-bs-field">
        <label htmlFor={`text-${id}`}>{t("board.text")}</label>
        <textarea {...common} id={`text-${id}`} value={text} placeholder={t("board.text_placeholder")} aria-keyshortcuts="Control+Enter Control+Shift+Enter" onChange={(event) => change(id, { text: event.target.value })} data-field="text" data-testid={`segment-${n}-text`} />
        <Speech text={text} seconds={seconds} />
      </div>
      <div className="vg-bs-field">
        <label htmlFor={`prompt-${id}`}>{t("board.prompt")}</label>
        <textarea {...common} id={`prompt-${id}`} value={prompt} placeholder={segment.mode === "own" ? t("board.prompt_own") : t("board.prompt_placeholder")} onChange={(event) => change(id, { prompt: event.target.value })} data-field="prompt" data-testid={`segment-${n}-prompt`} />
        {children}
      </div>
    </div>
  );
}
