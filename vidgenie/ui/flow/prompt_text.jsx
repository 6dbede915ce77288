// The idea, as it is typed; ideas to start from while it is empty. Alt+Up and Alt+Down: what was typed before in this tab.
import { useId, useRef } from "react";
import { useT } from "$/utils/vidgenie_i18n";

const HISTORY = "vg_prompts";
const MOST = 30;
const SHORTEST = 8; // characters of what is worth finding again
const FULL = 0.95;

const before = () => { try { return JSON.parse(window.sessionStorage.getItem(HISTORY)) ?? []; } catch { return []; } };
const remember = (text) => {
  if (text.trim().length < SHORTEST) return;
  const list = [text, ...before().filter((one) => one !== text)].slice(0, MOST);
  try { window.sessionStorage.setItem(HISTORY, JSON.stringify(list)); } catch { /* storage is off: nothing is found again */ }
};

function Ideas({ onPick }) {
  const t = useT();
  return (
    <div className="vg-ideas">
      <p className="vg-hint">{t("form.ideas")}</p>
      {[t("form.idea_1"), t("form.idea_2"), t("form.idea_3")].map((idea) => <button key={idea} type="button" className="vg-idea nodrag" onClick={() => onPick(idea)}>{idea}</button>)}
    </div>
  );
}

export function PromptText({ field, value, locked, onChange }) {
  const t = useT();
  const id = useId();
  const text = String(value ?? "");
  const place = useRef(-1); // in what was typed before; -1: what is typed now
  const draft = useRef("");
  const type = (typed) => { place.current = -1; onChange(typed, { typing: true }); };
  const onKeyDown = (event) => {
    const way = event.altKey ? { ArrowUp: 1, ArrowDown: -1 }[event.key] : 0;
    if (!way || locked) return;
    const list = before().filter((one) => one !== draft.current);
    const next = place.current + way;
    if (next < -1 || next >= list.length) return;
    event.preventDefault();
    if (place.current === -1) draft.current = text;
    place.current = next;
    onChange(next === -1 ? draft.current : list[next], { typing: true });
  };
  return (
    <div className="vg-node-field-wide">
      <div className="vg-prompt">
        <label className="vg-sr" htmlFor={id}>{t("form.prompt_label")}</label>
        <textarea id={id} className="vg-input vg-prompt-text nodrag nowheel" data-testid="prompt-input" data-field={field.name} data-first rows={6} maxLength={field.most} value={text} placeholder={t("form.prompt_placeholder")}
          readOnly={locked} aria-describedby={`${id}-count`} onChange={(event) => type(event.target.value)} onKeyDown={onKeyDown} onBlur={() => remember(text)} />
        <span id={`${id}-count`} className={`vg-prompt-count ${text.length > field.most * FULL ? "vg-prompt-full" : ""}`} data-testid="prompt-counter">{text.length}/{field.most}</span>
      </div>
      {!text && !locked && <Ideas onPick={(idea) => onChange(idea)} />}
    </div>
  );
}
