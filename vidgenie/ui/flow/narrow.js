// Narrow screens show the Nodes in one column, in the order in which they run.
import { useLayoutEffect, useState } from "react";

export const NARROW = 640; // px
export const PADDING = 16;
export const GAP = 44;

export const useIsNarrow = (box) => {
  const [narrow, setNarrow] = useState(() => window.innerWidth < NARROW);
  useLayoutEffect(() => {
    const measure = () => {
      if (!box.current) return;
      const width = box.current.clientWidth;
      box.current.style.setProperty("--vg-node-width", `${width - 2 * PADDING}px`);
      setNarrow(width < NARROW);
    };
    measure();
    // In the next frame: changing sizes inside the observer makes the browser complain.
    let frame = 0;
    const watch = new ResizeObserver(() => { cancelAnimationFrame(frame); frame = requestAnimationFrame(measure); });
    watch.observe(box.current);
    return () => { cancelAnimationFrame(frame); watch.disconnect(); };
  }, []);
  return narrow;
};

const inOrder = (nodes, edges) => {
  const waiting = [...nodes];
  const order = [];
  while (waiting.length) {
    const placed = new Set(order.map((node) => node.id));
    const feeds = (node) => edges.filter((edge) => edge.target === node.id).every((edge) => placed.has(edge.source));
    const at = Math.max(0, waiting.findIndex(feeds));
    order.push(...waiting.splice(at, 1));
  }
  return order;
};

// Where each Node goes, and how far down the last one reaches.
export const stacked = (nodes, edges) => {
  const positions = {};
  let bottom = 0;
  for (const node of inOrder(nodes, edges)) {
    positions[node.id] = { x: 0, y: bottom };
    bottom += (node.measured?.height ?? 200) + GAP;
  }
  return { positions, bottom };
};
