// The Segments in their order: dragged, moved by keyboard, added; a card is drawn anew only when it changed.
import { memo, useCallback, useEffect, useLayoutEffect, useRef } from "react";
import { FileText, Plus } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { useDrag } from "../cut/drag.js";
import { Button, Icon } from "../settings/parts.jsx";
import { addAfter, drag, saveOrder, step, wish } from "./acts.js";
import { said } from "./notes.js";
import { board } from "./project.js";
import { SegmentCard } from "./segment_card.jsx";
import { SegmentJoint } from "./segment_joint.jsx";

// What was asked for is focused as soon as it is there.
const useWish = (list) => {
  const { id, field, at } = wish.use();
  const order = board.use((value) => value.order);
  const held = useRef(null);
  if (field === "same") held.current ??= document.activeElement;
  useLayoutEffect(() => {
    if (!id) return;
    const card = list.current?.querySelector(`[data-clip="${id}"]`);
    if (!card) return;
    const place = field === "same" ? held.current : field === "card" ? card.querySelector(".vg-bs-grip") : card.querySelector(`[data-field="${field}"]`);
    held.current = null;
    wish.set({ id: "", field: "", at: null });
    if (place?.isConnected && place !== document.activeElement) place.focus({ preventScroll: true });
    if (at !== null) place?.setSelectionRange?.(at, at);
    card.scrollIntoView({ block: "nearest" });
  }, [id, field, at, order]);
};

const Row = memo(function Row({ id, place, total, isHeld, onGrab }) {
  return (
    <li className="vg-bs-row" data-clip={id} data-held={isHeld || undefined}>
      <SegmentCard id={id} place={place} total={total} onGrab={onGrab} />
      <SegmentJoint id={id} place={place} isLast={place === total - 1} />
    </li>
  );
});

function Nothing() {
  const t = useT();
  return (
    <div className="vg-empty" data-testid="board-empty">
      <span className="vg-empty-icon"><Icon of={FileText} size={24} /></span>
      <p className="vg-empty-title">{t("board.empty")}</p>
      <p className="vg-empty-text">{t("board.empty_text")}</p>
      <Button look="primary" onClick={() => addAfter(null)} testId="segment-first"><Icon of={Plus} />{t("board.add_first")}</Button>
    </div>
  );
}

export function Segments() {
  const t = useT();
  const order = board.use((value) => value.order);
  const spoken = said.use(({ text }) => text);
  const list = useRef(null);
  const [held, grab] = useDrag(list, drag);
  const before = useRef(null);
  const grabbed = useRef(grab);
  grabbed.current = grab;
  useWish(list);
  // Where it is let go is where it stays.
  useEffect(() => {
    if (held) { before.current = order.join(); return; }
    if (before.current !== null && before.current !== order.join()) saveOrder(t);
    before.current = null;
  }, [held]);
  const onGrab = useCallback((id, event) => grabbed.current(id)(event), []);
  const onKeyDown = (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const id = event.target.closest("[data-clip]")?.dataset.clip;
    if (!id || event.target.closest("[popover]")) return;
    event.preventDefault();
    step(t, id, event.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <section className="vg-bs-list" aria-label={t("board.segments")} data-held={Boolean(held) || undefined}>
      <p className="vg-sr" role="status" data-testid="board-said">{spoken}</p>
      {order.length === 0 ? <Nothing /> : (
        <ol ref={list} onKeyDown={onKeyDown}>
          {order.map((id, place) => <Row key={id} id={id} place={place} total={order.length} isHeld={held === id} onGrab={onGrab} />)}
        </ol>
      )}
    </section>
  );
}
