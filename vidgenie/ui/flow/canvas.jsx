// The canvas: the Graph that is open, drawn with React Flow. Where a node is dragged to is known here
// alone until it is let go; then it is one command.
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Background, BackgroundVariant, Controls, MiniMap, ReactFlow, SelectionMode, useReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useT } from "$/utils/vidgenie_i18n";
import { joined } from "../settings/parts.jsx";
import { catalog } from "./catalog.js";
import { moveNodes } from "./commands.js";
import { doc, edgeId } from "./doc.js";
import { EDGES, Wire } from "./edge.jsx";
import { useFocusFrame } from "./focus_frame.js";
import { labelsOf, useFraming } from "./framing.js";
import { useFlowEdges, useFlowNodes } from "./flow_nodes.js";
import { live } from "./live.js";
import { Node } from "./node.jsx";
import { openMenu, openPalette, pick, prune, stage, ui } from "./selection.js";
import { useLongPress } from "./touch.js";
import { MANY } from "./sizes.js";
import { begin, end, isValid, join } from "./wires.js";

const NODES = { vg: Node };
const MAP_COLOURS = { idle: "var(--vg-line-strong)", loading: "#3B82F6", success: "#10B981", error: "#EF4444" };
const GRID = [20, 20]; // px
const [LEAST, MOST] = [0.08, 1.8]; // zoom
const WITH_CTRL = ["Meta", "Control"];
const [LEFT, MIDDLE_RIGHT] = [true, [1, 2]];

const Overview = memo(function Overview() {
  const t = useT();
  const nodes = live.use((value) => value.nodes);
  const colour = useCallback(({ id }) => (nodes[id]?.question ? "var(--vg-warn)" : MAP_COLOURS[nodes[id]?.status] ?? MAP_COLOURS.idle), [nodes]);
  return <MiniMap pannable zoomable ariaLabel={t("flow.map")} nodeColor={colour} nodeBorderRadius={8} maskColor="var(--vg-mask)" />;
});

const useDark = () => {
  const [isDark, setDark] = useState(() => document.documentElement.classList.contains("dark"));
  useEffect(() => {
    const look = new MutationObserver(() => setDark(document.documentElement.classList.contains("dark")));
    look.observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
    return () => look.disconnect();
  }, []);
  return isDark;
};

const pointOf = (event) => { const { clientX, clientY } = event.changedTouches?.[0] ?? event; return { x: clientX, y: clientY }; };
const isPane = (event) => event.target.classList?.contains("react-flow__pane");

export function Canvas() {
  const t = useT();
  const flow = useReactFlow();
  const box = useRef(null);
  const [isHeld, setHeld] = useState(false);
  const isLocked = doc.use((now) => now.isLocked);
  const isBoxing = ui.use(({ mode }) => mode === "box");
  const isWiring = ui.use(({ wire }) => wire !== null);
  const isSnapping = ui.use((now) => now.isSnapping);
  const isDark = useDark();
  catalog.use();
  const [nodes, change] = useFlowNodes(t);
  const [edges, changeEdges] = useFlowEdges();
  const { viewport, touch } = useFraming(flow, box, nodes);
  useFocusFrame(flow, box, touch);

  useEffect(() => {
    Object.assign(stage, { flow, box: box.current });
    return () => Object.assign(stage, { flow: null, box: null, pointer: null });
  }, [flow]);
  const order = doc.use((now) => now.order);
  const lines = doc.use((now) => now.edges);
  useEffect(() => { prune(doc.get().nodes, new Set(lines.map(edgeId))); }, [order, lines]);

  const dropped = useCallback((_, __, moved) => { setHeld(false); moveNodes(moved.map(({ id, position }) => ({ id, ...position }))); }, []);
  const boxDropped = useCallback((_, moved) => { setHeld(false); moveNodes(moved.map(({ id, position }) => ({ id, ...position }))); }, []);
  const held = useCallback(() => { touch(); setHeld(true); }, [touch]);
  const menus = useMemo(() => {
    const menuOf = (kind) => (event, one) => {
      event.preventDefault();
      const { selected, edges: lines } = ui.get();
      if (kind === "node" && !selected.includes(one.id)) pick([one.id]);
      if (kind === "edge" && !lines.includes(one.id)) pick([], [one.id]);
      openMenu({ ...pointOf(event), at: flow.screenToFlowPosition(pointOf(event)), kind, id: one?.id ?? "" });
    };
    return { of: menuOf, node: menuOf("node"), edge: menuOf("edge"), canvas: menuOf("canvas"), some: (event, some) => menuOf("node")(event, some[0]) };
  }, [flow]);
  const press = useLongPress(menus.of);
  const onDoubleClick = (event) => { if (isPane(event) && !isLocked) openPalette({ at: flow.screenToFlowPosition(pointOf(event)), wire: null }); };
  // All of these stay the same functions: React Flow draws every node again when one of them is another.
  const on = useMemo(() => ({
    connect: (wire) => join(t, wire),
    connectStart: (_, handle) => begin(handle),
    connectEnd: (event, state) => {
      const point = pointOf(event);
      end(t, state, document.elementFromPoint(point.x, point.y), flow.screenToFlowPosition(point));
    },
    moveStart: (event) => { if (event) touch(); },
    paneClick: () => box.current.focus({ preventScroll: true }),
    labels: labelsOf(t),
  }), [t, flow, touch]);

  return (
    <div ref={box} className={joined("vg-canvas", isHeld && "vg-canvas-held", isWiring && "vg-canvas-wiring")} role="group" aria-label={t("flow.canvas")} aria-describedby="canvas-keys" tabIndex={0} data-testid="canvas"
      onDoubleClick={onDoubleClick} onPointerMove={(event) => { stage.pointer = pointOf(event); }} onPointerDownCapture={touch} onKeyDownCapture={touch} onPointerLeave={() => { stage.pointer = null; }} {...press}>
      <ReactFlow nodes={nodes} edges={edges} nodeTypes={NODES} edgeTypes={EDGES} onNodesChange={change} onEdgesChange={changeEdges} defaultViewport={viewport} colorMode={isDark ? "dark" : "light"}
        nodesDraggable={!isLocked} nodesConnectable={!isLocked} nodesFocusable={false} edgesFocusable={false} disableKeyboardA11y onlyRenderVisibleElements={nodes.length > MANY}
        deleteKeyCode={null} selectionKeyCode="Shift" multiSelectionKeyCode={WITH_CTRL} selectionMode={SelectionMode.Partial} selectionOnDrag={isBoxing} panOnDrag={isBoxing ? MIDDLE_RIGHT : LEFT}
        zoomOnDoubleClick={false} minZoom={LEAST} maxZoom={MOST} snapToGrid={isSnapping} snapGrid={GRID} nodeDragThreshold={2} connectionRadius={26} elevateEdgesOnSelect
        onConnectStart={on.connectStart} onConnect={on.connect} onConnectEnd={on.connectEnd} isValidConnection={isValid} connectionLineComponent={Wire}
        onMoveStart={on.moveStart} onNodeDragStart={held} onNodeDragStop={dropped} onSelectionDragStart={held} onSelectionDragStop={boxDropped}
        onPaneClick={on.paneClick} onNodeContextMenu={menus.node} onEdgeContextMenu={menus.edge} onPaneContextMenu={menus.canvas} onSelectionContextMenu={menus.some} ariaLabelConfig={on.labels}>
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} color="var(--vg-dots)" />
        <Controls showInteractive={false} position="bottom-left" />
        {!(isHeld && nodes.length > MANY) && <Overview />}
      </ReactFlow>
      <p id="canvas-keys" className="vg-sr">{t("canvas.keys")}</p>
    </div>
  );
}
