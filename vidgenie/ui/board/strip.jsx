// Every Take of a Segment in a row: chosen by a click, compared, made again.
import { memo, useEffect, useRef, useState } from "react";
import { Columns2 } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon } from "../settings/parts.jsx";
import { comparing } from "./compare_store.js";
import { live } from "./live.js";
import { Regenerate } from "./regenerate.jsx";
import { Failed, TakeTile } from "./take_tile.jsx";
import { isMade, isUnderWay, load, useTakes } from "./takes.js";

// Whether the card has come near the window once: what is out of sight reads nothing.
const useSeen = (place) => {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (isSeen) return undefined;
    const main = place.current.closest(".vg-board-main");
    const root = getComputedStyle(main).overflowY === "auto" ? main : null;
    const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && setSeen(true), { root, rootMargin: "600px 0px" });
    watch.observe(place.current.closest("[data-clip]"));
    return () => watch.disconnect();
  }, [isSeen]);
  return isSeen;
};

const NONE = [];
// The list as it was read, and what is under way since.
const useRow = (segment, isSeen) => {
  const known = useTakes(segment.id);
  const now = live.use(({ bySegment }) => bySegment[segment.id]);
  const needs = segment.takeCount > (segment.take ? 1 : 0) || segment.status === "failed" || isUnderWay(now?.status);
  const stamp = `${segment.takeCount} ${segment.take?.id} ${segment.status} ${now?.takeId} ${now?.status}`;
  useEffect(() => { if (isSeen && needs) load(segment.id); }, [isSeen, needs, stamp]);
  const takes = known?.takes ?? (segment.take ? [segment.take] : NONE);
  // Until they are read, the count tells whether there is anything to compare.
  const canCompare = known?.takes ? known.takes.filter(isMade).length > 1 : segment.takeCount > 1;
  return { takes, canCompare };
};

export const Strip = memo(function Strip({ id, n, segment }) {
  const t = useT();
  const place = useRef(null);
  const { takes, canCompare } = useRow(segment, useSeen(place));
  const last = takes.at(-1);
  const failed = last?.status === "failed" || last?.status === "unknown" ? last : null;
  const error = failed?.error ?? (failed?.status === "unknown" ? { code: "provider_unknown" } : segment.status === "failed" ? segment.error : null);
  if (segment.mode === "own" && !takes.length) return <div ref={place} />;
  return (
    <div ref={place} className="vg-takes">
      {error && <Failed segment={segment} take={failed} error={error} n={n} />}
      <div className="vg-takes-row">
        {takes.length > 0 && (
          <ul className="vg-takes-list" aria-label={t("board.takes_of", { n })}>
            {takes.map((take, place) => <TakeTile key={take.id} take={take} n={n} k={place + 1} segmentId={id} isChosen={(segment.take?.id ?? "") === take.id} isPinned={segment.isPinned} />)}
          </ul>
        )}
        <span className="vg-takes-do">
          {segment.mode !== "own" && <Regenerate segment={segment} n={n} isFirst={takes.length === 0} />}
          {canCompare && <Button small look="quiet" onClick={() => comparing.set({ id, n })} testId={`compare-${n}`}><Icon of={Columns2} size={14} />{t("board.compare")}</Button>}
        </span>
      </div>
    </div>
  );
});
