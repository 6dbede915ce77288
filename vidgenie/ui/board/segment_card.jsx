// One Segment: what is said, what is filmed, what was made of it.
import { memo } from "react";
import { GitMerge, GripVertical, SquareSplitVertical, Trash2 } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { merge, remove } from "./acts.js";
import { splitHere } from "./caret.js";
import { Conflict } from "./conflict.jsx";
import { live } from "./live.js";
import { Poster } from "./poster.jsx";
import { segmentOf, useSegment } from "./project.js";
import { change, rows, useValue } from "./saving.js";
import { SegmentTexts } from "./segment_texts.jsx";
import { SegmentTools } from "./segment_tools.jsx";
import { Strip } from "./strip.jsx";
import { isUnderWay } from "./takes.js";

const TONES = { completed: "good", processing: "accent", pending: "accent", failed: "bad", unknown: "warn", draft: "" };

// draft, pending, processing, completed, failed, unknown; what is made by an older wish is told, too.
const useStatus = (segment) => {
  const now = live.use(({ bySegment }) => bySegment[segment.id]);
  return now && isUnderWay(now.status) ? { status: now.status, progress: now.progress } : { status: segment.status, progress: segment.progress };
};

function Status({ segment, status, progress }) {
  const t = useT();
  const isWaiting = isUnderWay(status);
  const isOld = segment.isStale && !isWaiting && segment.mode !== "own" && segment.take;
  const name = segment.mode === "own" && segment.reference ? "own" : isOld ? "stale" : status;
  const tone = isOld ? "warn" : name === "own" ? "good" : TONES[status] ?? "";
  return (
    <span className={`vg-badge vg-badge-${tone}${isWaiting ? " vg-badge-live" : ""}`} title={isOld ? t("board.stale_text") : undefined}>
      {t.label("board_word", `segment_${name}`)}{status === "processing" && progress > 0 && <span className="vg-num">{t("cut.percent", { n: Math.round(progress) })}</span>}
    </span>
  );
}

function Tools({ id, n, total }) {
  const t = useT();
  const at = () => (rows.get()[id]?.values.text ?? segmentOf(id).text).length;
  return (
    <span className="vg-bs-do">
      <button type="button" className="vg-icon-btn" onPointerDown={(event) => event.preventDefault()} onClick={() => splitHere(t, id)} aria-label={t("board.split", { n })} title={`${t("board.split_title")} (Ctrl+Enter)`} data-testid={`segment-${n}-split`}><Icon of={SquareSplitVertical} size={15} /></button>
      <button type="button" className="vg-icon-btn" disabled={n === total} onClick={() => merge(t, id, at())} aria-label={t("board.merge", { n })} title={t("board.merge_title")} data-testid={`segment-${n}-merge`}><Icon of={GitMerge} size={15} /></button>
      <button type="button" className="vg-icon-btn vg-set-remove" onClick={() => remove(t, id)} aria-label={t("board.remove", { n })} title={t("board.remove_title")} data-testid={`segment-${n}-delete`}><Icon of={Trash2} size={15} /></button>
    </span>
  );
}

export const SegmentCard = memo(function SegmentCard({ id, place, total, onGrab }) {
  const t = useT();
  const segment = useSegment(id);
  const isIncluded = useValue(id, "isIncluded", segment?.isIncluded);
  const { status, progress } = useStatus(segment ?? { id, status: "draft", progress: 0 });
  if (!segment) return null;
  const n = place + 1;
  const name = t("board.segment", { n });
  return (
    <article className="vg-bs" data-testid={`segment-${n}`} data-status={status} data-included={isIncluded} data-stale={segment.isStale || undefined} data-id={id} aria-label={name}>
      <header className="vg-bs-head">
        <button type="button" className="vg-bs-grip" onPointerDown={(event) => onGrab(id, event)} aria-label={t("cut.grip", { name, place: n, total })} title={t("cut.grip_title")} aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown" data-testid={`segment-${n}-grip`}><Icon of={GripVertical} size={15} /><b className="vg-num">{n}</b></button>
        <label className="vg-bs-in" title={t("board.include_title")}><input type="checkbox" checked={Boolean(isIncluded)} onChange={(event) => change(id, { isIncluded: event.target.checked }, true)} data-testid={`segment-${n}-included`} /><span className="vg-sr">{t("board.include", { n })}</span></label>
        <Status segment={segment} status={status} progress={progress} />
        <SegmentTools id={id} n={n} segment={segment} />
        <Tools id={id} n={n} total={total} />
      </header>
      <Conflict id={id} n={n} />
      <div className="vg-bs-body">
        <Poster segment={segment} n={n} status={status} progress={progress} />
        <SegmentTexts id={id} n={n} segment={segment}><Strip id={id} n={n} segment={segment} /></SegmentTexts>
      </div>
    </article>
  );
});
