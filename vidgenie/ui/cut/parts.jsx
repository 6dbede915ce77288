// What the tabs of the cutting room are made of.
import { useEffect, useId, useRef, useState } from "react";
import { CircleAlert, Pause, Play, RotateCcw } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon, joined } from "../settings/parts.jsx";

// A text whose key is only known while running: word(t, "style", "karaoke").
export const word = (t, kind, name) => t.label("cut_word", `${kind}_${name}`);

export function Slider({ label, value, min, max, step, shown, onChange, testId, disabled }) {
  const id = useId();
  const share = ((value - min) / (max - min)) * 100;
  return (
    <div className="vg-slider">
      <label className="vg-label" htmlFor={id}>{label}</label>
      <output htmlFor={id}>{shown}</output>
      <input id={id} type="range" min={min} max={max} step={step} value={value} disabled={disabled} aria-valuetext={shown} style={{ "--share": `${share}%` }} onChange={(event) => onChange(Number(event.target.value))} data-testid={testId} />
    </div>
  );
}

// One of a few. choices: [value, label, drawing?]
export function Choice({ label, value, choices, onChange, testId, wide = false, hidesLabel = false }) {
  const name = useId();
  return (
    <fieldset className="vg-choice">
      <legend className={hidesLabel ? "vg-sr" : "vg-label"}>{label}</legend>
      <div className={joined("vg-segments", wide && "vg-cut-wide")}>
        {choices.map(([one, text, drawing]) => (
          <label key={one} className="vg-segment" title={text}>
            <input type="radio" name={name} value={one} checked={value === one} onChange={() => onChange(one)} data-testid={testId && `${testId}-${one}`} />
            <span>{drawing}{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Toggle({ label, hint, checked, onChange, testId }) {
  return (
    <label className="vg-cut-toggle">
      <span><b>{label}</b>{hint && <small>{hint}</small>}</span>
      <input type="checkbox" role="switch" className="vg-switch" checked={checked} onChange={(event) => onChange(event.target.checked)} data-testid={testId} />
    </label>
  );
}

// value "" = what the style (or the brand kit) says; usual: that colour.
export function Colour({ label, value, usual, onChange, testId }) {
  const t = useT();
  const id = useId();
  return (
    <div className="vg-colour">
      <span className="vg-colour-well" style={{ background: value || usual || "transparent" }} data-own={Boolean(value)}>
        <input id={id} type="color" value={(value || usual || "#ffffff").slice(0, 7).toLowerCase()} onChange={(event) => onChange(event.target.value.toUpperCase())} data-testid={testId} />
      </span>
      <label htmlFor={id}>{label}</label>
      {value && <button type="button" className="vg-icon-btn" onClick={() => onChange("")} aria-label={t("cut.colour_reset", { name: label })} title={t("cut.colour_reset", { name: label })}><Icon of={RotateCcw} size={14} /></button>}
    </div>
  );
}

export function Pick({ label, value, onChange, testId, children }) {
  const id = useId();
  return (
    <div className="vg-field">
      <label className="vg-label" htmlFor={id}>{label}</label>
      <select id={id} className="vg-input" value={value} onChange={(event) => onChange(event.target.value)} data-testid={testId}>{children}</select>
    </div>
  );
}

// One sound at a time on the whole page.
let playing = null;
export const hush = () => playing?.pause();

// A button that plays a short sound. name: what is heard, for screen readers.
export function PlayButton({ src, name, testId, className }) {
  const t = useT();
  const sound = useRef(null);
  const [state, setState] = useState("idle"); // idle, loading, playing, failed
  useEffect(() => () => sound.current?.pause(), [src]);
  const toggle = () => {
    if (state === "playing" || state === "loading") { sound.current.pause(); setState("idle"); return; }
    hush();
    const audio = new Audio(src);
    sound.current = audio;
    playing = audio;
    audio.onplaying = () => setState("playing");
    audio.onpause = () => setState("idle");
    audio.onended = () => setState("idle");
    audio.onerror = () => setState("failed");
    setState("loading");
    // A pause before it has begun rejects the promise: that is no failure.
    audio.play().catch((error) => error.name !== "AbortError" && setState("failed"));
  };
  const label = state === "playing" ? t("cut.stop_sound", { name }) : t("cut.play_sound", { name });
  return (
    <button type="button" className={joined("vg-play", className)} data-state={state} aria-label={label} title={state === "failed" ? t("cut.sound_failed") : label} onClick={toggle} data-testid={testId}>
      {state === "loading" ? <i className="vg-spin" aria-hidden="true" /> : <Icon of={state === "playing" ? Pause : state === "failed" ? CircleAlert : Play} size={15} />}
    </button>
  );
}

// Asks in place before something cannot be undone.
export function Sure({ question, yes, onYes, onNo, testId }) {
  const t = useT();
  const place = useRef(null);
  useEffect(() => { place.current?.focus(); }, []);
  return (
    <div className="vg-sure" role="alert">
      <span>{question}</span>
      <button ref={place} type="button" className="vg-btn vg-btn-danger vg-btn-small" onClick={onYes} data-testid={testId}>{yes}</button>
      <Button small look="quiet" onClick={onNo}>{t("settings.cancel")}</Button>
    </div>
  );
}

// What `value` was `milliseconds` ago: waits until nobody types any more.
export const useCalm = (value, milliseconds) => {
  const [calm, setCalm] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return calm;
};

const STILL = "(prefers-reduced-motion: reduce)";
export const useIsStill = () => {
  const [isStill, setStill] = useState(false);
  useEffect(() => {
    const query = window.matchMedia(STILL);
    const follow = () => setStill(query.matches);
    follow();
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return isStill;
};
