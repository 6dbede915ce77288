// The point of a picture that stays in sight when it is cropped: clicked, dragged or moved by arrow keys.
import { useT } from "$/utils/vidgenie_i18n";

const STEP = 0.05;
const WAYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
const within = (part) => Math.round(Math.max(0, Math.min(1, part)) * 100) / 100;

export function FocusPick({ clip, at, onChange }) {
  const t = useT();
  const { asset, focusX, focusY } = clip;
  const point = (event) => {
    if (event.type === "pointermove" && event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    onChange({ focusX: within((event.clientX - box.left) / box.width), focusY: within((event.clientY - box.top) / box.height) });
  };
  const onKeyDown = (event) => {
    const way = event.altKey ? null : WAYS[event.key];
    if (!way) return;
    event.preventDefault();
    onChange({ focusX: within(focusX + way[0]), focusY: within(focusY + way[1]) });
  };
  const place = t("cut.focus_at", { x: Math.round(focusX * 100), y: Math.round(focusY * 100) });
  return (
    <div className="vg-field">
      <span className="vg-label">{t("cut.focus")}</span>
      <div className="vg-focus" role="slider" tabIndex={0} aria-label={t("cut.focus")} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(focusX * 100)} aria-valuetext={place} style={{ aspectRatio: `${asset.width || 16} / ${asset.height || 9}` }}
        onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); point(event); }} onPointerMove={point} onKeyDown={onKeyDown} data-testid={`cut-focus-${at}`}>
        <img src={asset.kind === "image" ? asset.url : asset.thumbnailUrl} alt="" draggable="false" />
        <i style={{ left: `${focusX * 100}%`, top: `${focusY * 100}%` }} />
      </div>
      <p className="vg-hint">{t("cut.focus_text")}</p>
    </div>
  );
}
