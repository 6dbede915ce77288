// What of a Graph that is only looked at is seen: all of it until somebody moves it, and always what was picked elsewhere.
import { useCallback, useEffect, useRef } from "react";
import { useReactFlow } from "@xyflow/react";
import { FIT } from "./framing.js";

const GLIDE = 200; // ms
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// box: the element it is drawn in. Answers what to do when somebody moves the view.
export const useViewFrame = (box, picked) => {
  const flow = useReactFlow();
  const isTouched = useRef(false);
  useEffect(() => {
    let frame = 0;
    const watch = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => { if (!isTouched.current) flow.fitView(FIT); });
    });
    watch.observe(box.current);
    return () => { cancelAnimationFrame(frame); watch.disconnect(); };
  }, [flow]);
  useEffect(() => {
    const node = picked && flow.getNode(picked);
    if (!node) return;
    const { x, y, zoom } = flow.getViewport();
    const [width, height] = [node.measured?.width ?? node.initialWidth, node.measured?.height ?? node.initialHeight];
    const [left, top] = [node.position.x * zoom + x, node.position.y * zoom + y];
    const isSeen = left >= 0 && left + width * zoom <= box.current.clientWidth && top >= 0 && top < box.current.clientHeight / 2;
    if (!isSeen) flow.setCenter(node.position.x + width / 2, node.position.y + height / 2, { zoom, duration: calm() ? 0 : GLIDE });
  }, [picked, flow]);
  // A move that no pointer and no wheel has begun is our own.
  return useCallback((event) => { if (event) isTouched.current = true; }, []);
};
