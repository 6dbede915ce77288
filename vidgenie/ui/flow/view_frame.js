// What of a Graph that is only looked at is seen: all of it until somebody moves it, and always what was picked elsewhere.
import { useCallback, useEffect, useRef, useState } from "react";
import { applyNodeChanges, getViewportForBounds, useReactFlow } from "@xyflow/react";
import { useFocusFrame } from "./focus_frame.js";
import { FIT } from "./framing.js";
import { FAR } from "./sizes.js";

const GLIDE = 200; // ms
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

const MARGIN = 0.06; // of the view
const sizeOf = ({ measured, initialWidth, initialHeight }) => [measured?.width ?? initialWidth, measured?.height ?? initialHeight];
const tallOf = (nodes) => nodes.reduce((sum, { measured }) => sum + (measured?.height ?? 0), 0);

// [nodes with their sizes once these are known, what to do with React Flow's changes]
export const useMeasured = (placed) => {
  const flow = useReactFlow();
  const [nodes, setNodes] = useState(placed);
  useEffect(() => setNodes((before) => {
    const sizes = new Map(before.map(({ id, measured }) => [id, measured]));
    return placed.map((node) => (sizes.get(node.id) ? { ...node, measured: sizes.get(node.id) } : node));
  }), [placed]);
  const change = useCallback((changes) => {
    // From afar they are names only: by these sizes the view would come near, and go away again.
    const kept = flow.getZoom() < FAR ? [] : changes.filter(({ type }) => type === "dimensions");
    if (kept.length) setNodes((before) => applyNodeChanges(kept, before));
  }, [flow]);
  return [nodes, change];
};

// All of it: React Flow's own way leaves out what was not drawn yet, because it was not in view.
const whole = (flow, box, room) => {
  const sides = flow.getNodes().map((node) => { const [width, height] = sizeOf(node); const { x, y } = node.position; return [x, y, x + width, y + height]; });
  if (!sides.length) return;
  const [x, y] = [0, 1].map((side) => Math.min(...sides.map((one) => one[side])));
  const [right, bottom] = [2, 3].map((side) => Math.max(...sides.map((one) => one[side])));
  flow.setViewport(getViewportForBounds({ x, y, width: right - x, height: bottom - y }, box.clientWidth, box.clientHeight, FIT.minZoom, FIT.maxZoom, room));
};

// box: the element it is drawn in. room: what floats over its edges, as React Flow's padding.
// Answers what to do when somebody moves the view.
export const useViewFrame = ({ box, nodes, picked, room = MARGIN }) => {
  const flow = useReactFlow();
  const isTouched = useRef(false);
  const tall = tallOf(nodes);
  const touch = useCallback(() => { isTouched.current = true; }, []);
  useFocusFrame(flow, box, touch);
  useEffect(() => {
    let frame = 0;
    const watch = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => { if (box.current && !isTouched.current) whole(flow, box.current, room); });
    });
    watch.observe(box.current);
    return () => { cancelAnimationFrame(frame); watch.disconnect(); };
  }, [flow, tall, room]);
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
  return useCallback((event) => { if (event) touch(); }, [touch]);
};
