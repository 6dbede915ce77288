// How one clip becomes the next: a small button between them that unfolds.
import { useId, useState } from "react";
import { Blend, ChevronsRight, PanelLeft, Scissors, ZoomIn } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { changeClip } from "./draft.js";
import { Choice, Slider, word } from "./parts.jsx";

const DRAWINGS = { cut: Scissors, fade: Blend, slide: ChevronsRight, zoom: ZoomIn, wipe: PanelLeft };

export function TransitionPick({ clip, at }) {
  const t = useT();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const name = word(t, "transition", clip.transition);
  const choices = Object.entries(DRAWINGS).map(([kind, drawing]) => [kind, word(t, "transition", kind), <Icon key="icon" of={drawing} size={14} />]);
  return (
    <div className="vg-joint" data-open={isOpen || undefined}>
      <button type="button" className="vg-joint-button" data-kind={clip.transition} aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)} title={t("cut.transition")} data-testid={`cut-transition-${at}`}>
        <Icon of={DRAWINGS[clip.transition]} size={13} /><span className="vg-sr">{t("cut.transition")}</span>{name}
      </button>
      {isOpen && (
        <div id={id} className="vg-joint-body">
          <Choice label={t("cut.transition")} hidesLabel value={clip.transition} choices={choices} onChange={(transition) => changeClip(clip.uid, { transition })} testId={`cut-transition-${at}`} />
          {clip.transition !== "cut" && (
            <Slider label={t("cut.transition_length")} value={clip.transitionSeconds} min={0.2} max={1} step={0.1} shown={t("cut.seconds", { n: clip.transitionSeconds })} onChange={(transitionSeconds) => changeClip(clip.uid, { transitionSeconds })} />
          )}
        </div>
      )}
    </div>
  );
}
