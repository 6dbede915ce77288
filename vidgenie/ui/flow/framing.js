// The view when a Graph opens: all of it, until somebody takes it in hand.
import { useCallback, useEffect, useMemo, useRef } from "react";
import { getViewportForBounds } from "@xyflow/react";
import { doc } from "./doc.js";
import { boxOf } from "./moving.js";

// Room below for the bar that floats over the canvas.
export const FIT = { padding: { top: "28px", bottom: "104px", left: "28px", right: "28px" }, maxZoom: 1.1, minZoom: 0.08 };
export const labelsOf = (t) => ({ "controls.zoomIn.ariaLabel": t("flow.zoom_in"), "controls.zoomOut.ariaLabel": t("flow.zoom_out"), "controls.fitView.ariaLabel": t("flow.fit") });
const AROUND = 180; // px of the window above and below the canvas, before it is measured
const FEW = 30; // nodes: as many are fitted again when they turn out to be taller

export const boundsOf = (nodes) => {
  const boxes = nodes.map(boxOf);
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  return { x, y, width: Math.max(...boxes.map((box) => box.x + box.width)) - x, height: Math.max(...boxes.map((box) => box.y + box.height)) - y };
};

// Before anything is measured, so that a large Graph is not drawn once in full size for nothing.
export const guess = (nodes, width = window.innerWidth, height = window.innerHeight - AROUND) => {
  if (!nodes.length) return { x: 0, y: 0, zoom: 1 };
  return getViewportForBounds(boundsOf(nodes), width, height, FIT.minZoom, FIT.maxZoom, 0.04);
};

// nodes: React Flow's.
export const useFraming = (flow, box, nodes) => {
  const isTouched = useRef(false);
  const viewport = useMemo(() => guess(Object.values(doc.get().nodes)), []);
  const touch = useCallback(() => { isTouched.current = true; }, []);
  const fit = useCallback(() => { if (!isTouched.current) flow.fitView(FIT); }, [flow]);
  const sizes = nodes.length > FEW ? "many" : nodes.map(({ id, measured }) => `${id}:${measured?.height ?? 0}`).join();
  useEffect(() => {
    if (!nodes.length) return undefined;
    const frame = requestAnimationFrame(fit);
    return () => cancelAnimationFrame(frame);
  }, [sizes, fit]);
  useEffect(() => {
    let frame = 0;
    const watch = new ResizeObserver(() => { cancelAnimationFrame(frame); frame = requestAnimationFrame(fit); });
    watch.observe(box.current);
    return () => { cancelAnimationFrame(frame); watch.disconnect(); };
  }, [fit]);
  return { viewport, touch };
};
