// The canvas: a Graph drawn with React Flow. What a Node shows is written in Python; here is how it
// is placed, joined, moved and kept up to date.
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Background, BackgroundVariant, Controls, MiniMap, ReactFlow, ReactFlowProvider, useNodesInitialized, useNodesState, useReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import "./flow.css";
import { Canvas, useStore, Store } from "./store.js";
import { edgeTypes } from "./edge.jsx";
import { nodeTypeOf, wrap } from "./node.jsx";
import { GAP, PADDING, stacked, useIsNarrow } from "./narrow.js";

// Room below for the bar that floats over the canvas.
const FIT = { padding: { top: "28px", bottom: "104px", left: "28px", right: "28px" }, maxZoom: 1.1, minZoom: 0.2 };
const MAP_COLOURS = { idle: "var(--vg-line-strong)", loading: "#3B82F6", success: "#10B981", error: "#EF4444" };

// React Flow's own names ("output", "group") carry styles of their own: ours are prefixed.
// Ports without an Edge are left out: nothing can be connected here.
const asFlowNode = (node, edges, types, narrow) => ({
  id: node.id,
  type: nodeTypeOf(node.type) in types ? nodeTypeOf(node.type) : nodeTypeOf("other"),
  position: node.position,
  data: {
    ...node,
    narrow,
    inputs: edges.filter((edge) => edge.target === node.id).map((edge) => edge.targetHandle),
    outputs: [...new Set(edges.filter((edge) => edge.source === node.id).map((edge) => edge.sourceHandle))],
  },
  dragHandle: ".vg-node-head",
});
const asFlowEdge = (edge) => ({
  id: `${edge.source}.${edge.sourceHandle}-${edge.target}.${edge.targetHandle}`,
  type: "vg",
  focusable: false,
  ariaLabel: null,
  ...edge,
});

const Overview = memo(function LiveMiniMap({ store, label }) {
  const live = useStore(store.all);
  const colour = useCallback((node) => (live[node.id]?.q ? "var(--vg-warn)" : MAP_COLOURS[live[node.id]?.s ?? "idle"]), [live]);
  return <MiniMap pannable zoomable ariaLabel={label} nodeColor={colour} nodeBorderRadius={8} maskColor="var(--vg-mask)" />;
});

function Inner({ nodes: given, edges: joined, live, more, clock, bodies, colorMode, locked, labels, onMove, onRun }) {
  const store = useRef(null);
  store.current ??= new Store();
  const box = useRef(null);
  const narrow = useIsNarrow(box);
  const flow = useReactFlow();
  const ready = useNodesInitialized();
  const touched = useRef(false);
  const [nodes, setNodes, onNodesChange] = useNodesState([]);
  const [height, setHeight] = useState(0);

  const types = useMemo(() => Object.fromEntries(Object.entries(bodies).map(([type, body]) => [nodeTypeOf(type), wrap(body)])), []);
  const edges = useMemo(() => (joined ?? []).map(asFlowEdge), [joined]);
  const shared = useMemo(() => ({ store: store.current, clock, locked, labels }), [clock, locked, labels]);

  useEffect(() => { store.current.replace(live ?? {}, more ?? {}); }, [live, more]);
  useEffect(() => {
    setNodes((before) => {
      const old = new Map(before.map((node) => [node.id, node]));
      return (given ?? []).map((node) => {
        const fresh = asFlowNode(node, edges, types, narrow);
        const was = old.get(node.id);
        if (!was) return fresh;
        return { ...was, ...fresh, position: was.dragging || narrow ? was.position : fresh.position };
      });
    });
  }, [given, edges, narrow]);

  // Narrow screens: one column as high as it needs to be; the page scrolls, not the canvas.
  const sizes = nodes.map((node) => `${node.id}:${node.measured?.height ?? 0}`).join();
  useEffect(() => {
    if (!narrow || !ready) return undefined;
    // In the next frame: React Flow is still measuring, and changing sizes now makes browsers complain.
    const frame = requestAnimationFrame(() => {
      const { positions, bottom } = stacked(nodes, edges);
      setNodes((all) => all.map((node) => ({ ...node, position: positions[node.id] ?? node.position })));
      setHeight(bottom);
      flow.setViewport({ x: PADDING, y: GAP / 2, zoom: 1 });
    });
    return () => cancelAnimationFrame(frame);
  }, [narrow, ready, sizes, edges]);

  const graph = (given ?? []).map((node) => node.id).join();
  useEffect(() => { touched.current = false; }, [graph, narrow]);
  useEffect(() => {
    if (ready && !narrow && !touched.current) flow.fitView(FIT);
  }, [ready, narrow, graph, sizes]);
  useEffect(() => {
    if (narrow || !box.current) return undefined;
    let frame = 0;
    const fit = () => { if (!touched.current) flow.fitView(FIT); };
    const watch = new ResizeObserver(() => { cancelAnimationFrame(frame); frame = requestAnimationFrame(fit); });
    watch.observe(box.current);
    return () => { cancelAnimationFrame(frame); watch.disconnect(); };
  }, [narrow]);

  useEffect(() => {
    const onKey = (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onRun?.();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [onRun]);

  // A browser scrolls a box to show what gets the focus; the canvas moves its view instead.
  const onFocus = (event) => {
    const node = event.target.closest?.(".react-flow__node");
    if (!node || narrow) return;
    const seen = box.current.getBoundingClientRect();
    const its = event.target.getBoundingClientRect();
    box.current.querySelectorAll(".react-flow, .react-flow__renderer").forEach((part) => part.scrollTo(0, 0));
    const inside = its.left >= seen.left && its.right <= seen.right && its.top >= seen.top && its.bottom <= seen.bottom;
    if (!inside) flow.fitView({ nodes: [{ id: node.dataset.id }], duration: 200, maxZoom: 1 });
  };

  return (
    <Canvas.Provider value={shared}>
      <div ref={box} className={`vg-canvas ${narrow ? "vg-canvas-narrow" : ""}`} style={narrow ? { height } : undefined} onFocus={onFocus} role="group" aria-label={labels.canvas}>
        <ReactFlow nodes={nodes} edges={edges} nodeTypes={types} edgeTypes={edgeTypes} onNodesChange={onNodesChange} colorMode={colorMode === "dark" ? "dark" : "light"}
          nodesDraggable={!narrow} nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} elementsSelectable={false} deleteKeyCode={null} selectionKeyCode={null}
          panOnDrag={!narrow} zoomOnScroll={!narrow} zoomOnPinch={!narrow} zoomOnDoubleClick={false} preventScrolling={!narrow} minZoom={0.2} maxZoom={1.6}
          onMoveStart={(event) => { if (event) touched.current = true; }}
          onNodeDragStart={() => { touched.current = true; }}
          onNodeDragStop={(_, __, moved) => onMove?.(moved.map((node) => ({ id: node.id, x: Math.round(node.position.x), y: Math.round(node.position.y) })))}
          ariaLabelConfig={{ "controls.zoomIn.ariaLabel": labels.zoomIn, "controls.zoomOut.ariaLabel": labels.zoomOut, "controls.fitView.ariaLabel": labels.fit }}>
          <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} color="var(--vg-dots)" />
          {!narrow && <Controls showInteractive={false} onFitView={() => { touched.current = false; }} position="bottom-left" />}
          {!narrow && <Overview store={store.current} label={labels.map} />}
        </ReactFlow>
      </div>
    </Canvas.Provider>
  );
}

export function FlowCanvas(props) {
  return <ReactFlowProvider><Inner {...props} /></ReactFlowProvider>;
}
