// What the keyboard has reached is in view: React Flow takes back the scrolling by which browsers show it.
import { useEffect, useRef } from "react";
import { FIT } from "./framing.js";

const { top, right, bottom, left } = Object.fromEntries(Object.entries(FIT.padding).map(([side, size]) => [side, parseInt(size, 10)]));

// How far [from, to] is to move to lie within [low, high]; what has no room starts at its beginning.
export const shift = ([from, to], [low, high]) => (from < low || to - from > high - low ? low - from : Math.min(0, high - to));

const outside = (inner, outer) => [
  shift([inner.left, inner.right], [outer.left + left, outer.right - right]),
  shift([inner.top, inner.bottom], [outer.top + top, outer.bottom - bottom]),
];

// Whether the last thing somebody touched was a key: a click moves nothing under the pointer.
const useByKey = () => {
  const byKey = useRef(false);
  useEffect(() => {
    const note = ({ type }) => { byKey.current = type === "keydown"; };
    const kinds = ["keydown", "pointerdown"];
    kinds.forEach((kind) => window.addEventListener(kind, note, true));
    return () => kinds.forEach((kind) => window.removeEventListener(kind, note, true));
  }, []);
  return byKey;
};

// box: ref to the element the canvas is in. onMove(): the view was moved for somebody.
export const useFocusFrame = (flow, box, onMove) => {
  const byKey = useByKey();
  useEffect(() => {
    const canvas = box.current;
    let frame = 0;
    const show = (target) => {
      canvas.querySelector(".react-flow").scrollTo(0, 0); // what the browser has scrolled, and React Flow will take back
      const [dx, dy] = outside(target.getBoundingClientRect(), canvas.getBoundingClientRect());
      if (!dx && !dy) return;
      const { x, y, zoom } = flow.getViewport();
      onMove();
      flow.setViewport({ x: x + dx, y: y + dy, zoom });
    };
    const look = ({ target }) => {
      cancelAnimationFrame(frame);
      if (byKey.current && target.closest(".react-flow__node")) frame = requestAnimationFrame(() => show(target));
    };
    canvas.addEventListener("focusin", look);
    return () => { cancelAnimationFrame(frame); canvas.removeEventListener("focusin", look); };
  }, [flow, box, byKey, onMove]);
};
