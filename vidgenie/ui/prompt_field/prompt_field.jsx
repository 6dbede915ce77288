// The idea, as it is typed. Saved shortly after each pause and whenever the field is left; what the
// server has not confirmed yet waits in sessionStorage, so that a refresh loses nothing.
import { useEffect, useId, useRef, useState } from "react";

const PAUSE = 350; // ms

const kept = {
  read: (key) => { try { return window.sessionStorage.getItem(key); } catch { return null; } },
  write: (key, text) => { try { window.sessionStorage.setItem(key, text); } catch { /* storage is off: only a refresh in mid-word loses it */ } },
  drop: (key) => { try { window.sessionStorage.removeItem(key); } catch { /* storage is off */ } },
};

export function PromptField({ field, value, locked, label, placeholder, max, onSave, onRun }) {
  const id = useId();
  const key = `vg_unsaved_${field}`;
  const [text, setText] = useState(value ?? "");
  const waiting = useRef(null); // typed, not confirmed by the server
  const timer = useRef(0);
  const save = useRef(onSave);
  save.current = onSave;

  const flush = () => {
    clearTimeout(timer.current);
    if (timer.current && waiting.current !== null) save.current?.(waiting.current);
    timer.current = 0;
  };
  const keep = (typed) => {
    setText(typed);
    waiting.current = typed;
    kept.write(key, typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, PAUSE);
  };

  useEffect(() => {
    const left = kept.read(key);
    if (left !== null && left !== value && !locked) keep(left);
    window.addEventListener("pagehide", flush);
    return () => { window.removeEventListener("pagehide", flush); flush(); };
  }, []);
  useEffect(() => {
    if (waiting.current !== null && waiting.current !== value && !locked) return;
    waiting.current = null;
    kept.drop(key);
    setText(value ?? "");
  }, [value, locked]);

  const onKeyDown = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    flush();
    onRun?.();
  };
  return (
    <div className="vg-prompt">
      <label className="vg-sr" htmlFor={id}>{label}</label>
      <textarea id={id} className="vg-input vg-prompt-text nodrag nowheel" data-testid="prompt-input" rows={6} maxLength={max} value={text} placeholder={placeholder}
        readOnly={locked} aria-describedby={`${id}-count`} onChange={(event) => keep(event.target.value)} onBlur={flush} onKeyDown={onKeyDown} />
      <span id={`${id}-count`} className={`vg-prompt-count ${text.length > max * 0.95 ? "vg-prompt-full" : ""}`} data-testid="prompt-counter">{text.length}/{max}</span>
    </div>
  );
}
