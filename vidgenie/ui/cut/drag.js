// Cards that are dragged to another place by their grips: a mouse, a pen or a finger.
import { useEffect, useRef, useState } from "react";

const EDGE = 56; // px from the edge of what scrolls
const SPEED = 12; // px a frame

const scrollerOf = (element) => {
  for (let one = element; one; one = one.parentElement) if (one.scrollHeight > one.clientHeight && /auto|scroll/.test(getComputedStyle(one).overflowY)) return one;
  return document.scrollingElement;
};

// A card makes room once the pointer is past its middle: cards of different heights do not flicker.
const placeAt = (cards, held, y) => {
  const from = cards.findIndex((card) => card.dataset.clip === held);
  const middle = (place) => { const { top, bottom } = cards[place].getBoundingClientRect(); return (top + bottom) / 2; };
  for (let place = 0; place < from; place += 1) if (y < middle(place)) return place;
  for (let place = cards.length - 1; place > from; place -= 1) if (y > middle(place)) return place;
  return from;
};

// list: ref of the element whose [data-clip] are moved. onMove(uid, place) while it is dragged.
// Answers [uid of what is held or null, the handler of a grip].
export const useDrag = (list, onMove) => {
  const [held, setHeld] = useState(null);
  const move = useRef(onMove);
  move.current = onMove;
  useEffect(() => {
    if (held === null) return undefined;
    let y = null;
    let frame = 0;
    const scroller = scrollerOf(list.current);
    const place = () => {
      if (y === null) return;
      const cards = [...list.current.querySelectorAll("[data-clip]")];
      const to = placeAt(cards, held, y);
      if (to >= 0 && cards[to].dataset.clip !== held) move.current(held, to);
    };
    const tick = () => {
      frame = requestAnimationFrame(tick);
      if (y === null) return;
      const top = Math.max(0, scroller.getBoundingClientRect().top);
      const bottom = Math.min(window.innerHeight, scroller === document.scrollingElement ? window.innerHeight : scroller.getBoundingClientRect().bottom);
      const by = y < top + EDGE ? -SPEED : y > bottom - EDGE ? SPEED : 0;
      if (by) { scroller.scrollTop += by; place(); }
    };
    const drag = (event) => { y = event.clientY; place(); };
    const drop = () => setHeld(null);
    frame = requestAnimationFrame(tick);
    window.addEventListener("pointermove", drag);
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", drop);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("pointermove", drag);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", drop);
    };
  }, [held]);
  return [held, (uid) => (event) => { if (event.button === 0) setHeld(uid); }];
};
