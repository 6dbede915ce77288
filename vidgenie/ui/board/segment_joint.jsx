// Between two Segments: how one becomes the next, and a place for another one.
import { memo } from "react";
import { Blend, ChevronsRight, PanelLeft, Plus, Scissors, ZoomIn } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Choice, Slider, word } from "../cut/parts.jsx";
import { Icon } from "../settings/parts.jsx";
import { addAfter } from "./acts.js";
import { Popover } from "./popover.jsx";
import { useSegment } from "./project.js";
import { change, useValue } from "./saving.js";

const DRAWINGS = { cut: Scissors, fade: Blend, slide: ChevronsRight, zoom: ZoomIn, wipe: PanelLeft };

function Transition({ id, n }) {
  const t = useT();
  const segment = useSegment(id);
  const kind = useValue(id, "transition", segment.transition);
  const seconds = useValue(id, "transitionSeconds", segment.transitionSeconds);
  const choices = Object.entries(DRAWINGS).map(([one, drawing]) => [one, word(t, "transition", one), <Icon key="icon" of={drawing} size={14} />]);
  return (
    <Popover look="vg-bs-joint" title={t("cut.transition")} label={`${t("cut.transition")}: ${word(t, "transition", kind)}`} button={<><Icon of={DRAWINGS[kind] ?? Scissors} size={13} />{kind !== "cut" && <span>{word(t, "transition", kind)}</span>}</>} className="vg-pop-joint" testId={`segment-${n}-transition`}>
      <div className="vg-cut-stack">
        <Choice label={t("cut.transition")} value={kind} choices={choices} onChange={(transition) => change(id, { transition }, true)} testId={`segment-${n}-transition`} />
        {kind !== "cut" && <Slider label={t("cut.transition_length")} value={seconds} min={0.2} max={1} step={0.1} shown={t("cut.seconds", { n: seconds })} onChange={(transitionSeconds) => change(id, { transitionSeconds })} />}
      </div>
    </Popover>
  );
}

export const SegmentJoint = memo(function SegmentJoint({ id, place, isLast }) {
  const t = useT();
  const segment = useSegment(id);
  if (!segment) return null;
  return (
    <div className="vg-bs-between" data-last={isLast || undefined} data-kind={segment.transition}>
      {!isLast && <Transition id={id} n={place + 1} />}
      <button type="button" className="vg-bs-joint vg-bs-add" onClick={() => addAfter(id)} aria-label={t("board.add_after", { n: place + 1 })} title={`${t("board.add_after", { n: place + 1 })} (Ctrl+Shift+Enter)`} data-testid={`segment-${place + 1}-add`}><Icon of={Plus} size={14} /><span>{t("board.add")}</span></button>
    </div>
  );
});
