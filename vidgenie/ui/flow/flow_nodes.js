// The Graph as React Flow takes it. An object stays the same while nothing of it changed, so that only what changed is drawn.
import { useCallback, useEffect, useRef, useState } from "react";
import { applyNodeChanges } from "@xyflow/react";
import { catalog } from "./catalog.js";
import { doc, edgeId } from "./doc.js";
import { portsOf } from "./ports.jsx";
import { pick, stage, ui } from "./selection.js";
import { FAR, handlesOf, isNote, measured, sizeOf } from "./sizes.js";

const EMPTY = Object.freeze({});
const NONE = Object.freeze([]);

const drawn = (node, edges) => {
  const size = sizeOf(node);
  const paper = isNote(node);
  const made = { id: node.id, type: "vg", data: EMPTY, position: node.position, initialWidth: size.width, initialHeight: size.height, handles: paper ? NONE : handlesOf(portsOf(node, edges), size.width) };
  return paper ? { ...made, ...(node.size && { width: node.size.width, height: node.size.height }), zIndex: -1, connectable: false } : { ...made, dragHandle: ".vg-node-head, .vg-node-far" };
};

const isPick = ({ type }) => type === "select";
const picked = (ids, changes) => {
  const next = new Set(ids);
  for (const one of changes.filter(isPick)) if (one.selected) next.add(one.id); else next.delete(one.id);
  return [...next];
};

// [nodes, what to do with React Flow's changes]
export const useFlowNodes = () => {
  const given = doc.use(({ nodes }) => nodes);
  const order = doc.use((now) => now.order);
  const selected = ui.use((now) => now.selected);
  const known = catalog.use();
  const last = useRef(new Map()); // id -> [document's node, catalog] it was drawn from
  const [nodes, setNodes] = useState(NONE);
  const draw = useCallback((before) => {
    const old = new Map(before.map((one) => [one.id, one]));
    const chosen = new Set(selected);
    const next = new Map();
    const made = order.filter((id) => given[id]).map((id) => {
      const was = old.get(id);
      const [from, by] = last.current.get(id) ?? [];
      const isPicked = chosen.has(id);
      next.set(id, [given[id], known]);
      const isSame = was && by === known && (from === given[id] || (from.position === given[id].position && from.size === given[id].size && from.type === given[id].type));
      if (isSame) return Boolean(was.selected) === isPicked ? was : { ...was, selected: isPicked };
      const fresh = { ...drawn(given[id], doc.get().edges), selected: isPicked };
      return was ? { ...fresh, measured: was.measured, position: was.dragging ? was.position : fresh.position, dragging: was.dragging } : fresh;
    });
    last.current = next;
    return made.length === before.length && made.every((one, index) => one === before[index]) ? before : made;
  }, [given, order, selected, known]);
  useEffect(() => { setNodes(draw); }, [draw]);
  const change = useCallback((changes) => {
    const { selected: ids, edges } = ui.get();
    if (changes.some(isPick)) pick(picked(ids, changes), edges);
    const kept = changes.filter(({ type }) => type === "position" || type === "dimensions");
    if (!kept.length) return;
    const isNear = (stage.flow?.getZoom() ?? 1) >= FAR;
    for (const one of kept) if (one.type === "dimensions" && one.dimensions && isNear) measured(one.id, one.dimensions.height);
    setNodes((before) => applyNodeChanges(kept, before));
  }, []);
  return [nodes, change];
};

// [edges, what to do with React Flow's changes]
export const useFlowEdges = () => {
  const given = doc.use(({ edges }) => edges);
  const selected = ui.use((now) => now.edges);
  const kept = useRef(new Map());
  const [edges, setEdges] = useState(NONE);
  useEffect(() => {
    const chosen = new Set(selected);
    const next = new Map();
    const made = given.map((edge) => {
      const id = edgeId(edge);
      const was = kept.current.get(id);
      const one = was && was.selected === chosen.has(id) ? was : { ...edge, id, type: "vg", selected: chosen.has(id), ariaLabel: null, ariaRole: "presentation" };
      next.set(id, one);
      return one;
    });
    kept.current = next;
    setEdges(made);
  }, [given, selected]);
  const change = useCallback((changes) => {
    const { selected: nodes, edges: ids } = ui.get();
    if (changes.some(isPick)) pick(nodes, picked(ids, changes));
  }, []);
  return [edges, change];
};
