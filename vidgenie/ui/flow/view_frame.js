// What of a Graph that is only looked at is seen: all of it until somebody moves it, and always what was picked elsewhere.
import { useCallback, useEffect, useRef } from "react";
import { getViewportForBounds, useReactFlow, useStore } from "@xyflow/react";
import { FIT } from "./framing.js";

const GLIDE = 200; // ms
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const MARGIN = 0.06; // of the view
const sizeOf = ({ measured, initialWidth, initialHeight }) => [measured?.width ?? initialWidth, measured?.height ?? initialHeight];
// Changes whenever a card turns out to be taller.
const tallOf = ({ nodeLookup }) => { let sum = 0; for (const { measured } of nodeLookup.values()) sum += measured.height ?? 0; return sum; };

// All of it: React Flow's own way leaves out what was not drawn yet, because it was not in view.
const whole = (flow, box) => {
  const sides = flow.getNodes().map((node) => { const [width, height] = sizeOf(node); const { x, y } = node.position; return [x, y, x + width, y + height]; });
  if (!sides.length) return;
  const [x, y] = [0, 1].map((side) => Math.min(...sides.map((one) => one[side])));
  const [right, bottom] = [2, 3].map((side) => Math.max(...sides.map((one) => one[side])));
  flow.setViewport(getViewportForBounds({ x, y, width: right - x, height: bottom - y }, box.clientWidth, box.clientHeight, FIT.minZoom, FIT.maxZoom, MARGIN));
};

// box: the element it is drawn in. Answers what to do when somebody moves the view.
export const useViewFrame = (box, picked) => {
  const flow = useReactFlow();
  const isTouched = useRef(false);
  const tall = useStore(tallOf);
  useEffect(() => {
    let frame = 0;
    const watch = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => { if (box.current && !isTouched.current) whole(flow, box.current); });
    });
    watch.observe(box.current);
    return () => { cancelAnimationFrame(frame); watch.disconnect(); };
  }, [flow, tall]);
  useEffect(() => {
    const node = picked && flow.getNode(picked);
    if (!node || !box.current) return;
    const { x, y, zoom } = flow.getViewport();
    const [width, height] = sizeOf(node);
    const [left, top] = [node.position.x * zoom + x, node.position.y * zoom + y];
    const { clientWidth, clientHeight } = box.current;
    const isSeen = left >= 0 && left + width * zoom <= clientWidth && top >= 0 && (top + height * zoom <= clientHeight || top < clientHeight / 2);
    if (isSeen) return;
    isTouched.current = true;
    flow.setCenter(node.position.x + width / 2, node.position.y + height / 2, { zoom, duration: calm() ? 0 : GLIDE });
  }, [picked, flow]);
  // A move that no pointer and no wheel has begun is our own.
  return useCallback((event) => { if (event) isTouched.current = true; }, []);
};
