// The parts of the room that do not fit side by side. The clips are one of them on small windows only.
import { useRef } from "react";
import { AudioLines, Captions, Clapperboard, Music, SlidersHorizontal } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { word } from "./parts.jsx";

const TABS = { clips: Clapperboard, voice: AudioLines, captions: Captions, music: Music, look: SlidersHorizontal };
const NAMES = Object.keys(TABS);

export function Tabs({ value, onChange }) {
  const t = useT();
  const list = useRef(null);
  const onKeyDown = (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const seen = NAMES.filter((name) => list.current.querySelector(`[data-tab="${name}"]`).offsetParent);
    const next = seen[(seen.indexOf(value) + way + seen.length) % seen.length];
    onChange(next);
    list.current.querySelector(`[data-tab="${next}"]`).focus();
  };
  return (
    <div ref={list} className="vg-cut-tabs" role="tablist" aria-label={t("cut.tabs")} onKeyDown={onKeyDown}>
      {NAMES.map((name) => (
        <button key={name} type="button" role="tab" id={`cut-tab-${name}`} data-tab={name} aria-selected={value === name} aria-controls="cut-panel" tabIndex={value === name ? 0 : -1} onClick={() => onChange(name)} data-testid={`cut-tab-${name}`}><Icon of={TABS[name]} size={17} /><span>{word(t, "tab", name)}</span></button>
      ))}
    </div>
  );
}
