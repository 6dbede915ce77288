// A Graph to look at: a version, a past Run, a Run of somewhere else. The cards are those of the editor, and say what they made.
import { createContext, memo, useContext, useEffect, useMemo, useRef } from "react";
import { Background, BackgroundVariant, Controls, Handle, MiniMap, Position, ReactFlow, ReactFlowProvider, useStore } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useT } from "$/utils/vidgenie_i18n";
import "./canvas.css";
import { Badge as Tag, joined } from "../settings/parts.jsx";
import { catalog, loadCatalog, typeOf } from "./catalog.js";
import { Form } from "./form.jsx";
import { FIT, guess, labelsOf } from "./framing.js";
import { TypeIcon } from "./icon.jsx";
import { inputsOf } from "./inputs.js";
import { titleOf, worded } from "./names.js";
import { Notes } from "./node_notes.jsx";
import { Made } from "./output.jsx";
import { Placeholder } from "./placeholder.jsx";
import { portsOf } from "./ports.jsx";
import { Progress } from "./progress.jsx";
import { FAR, MANY, handlesOf, isNote, leastHeight, portTop, sizeOf } from "./sizes.js";
import { useMeasured, useViewFrame } from "./view_frame.js";

const IDLE = Object.freeze({ status: "idle", progress: 0, output: {} });
const TONES = { loading: "live", success: "good", error: "bad" };
const MAP_COLOURS = { idle: "var(--vg-line-strong)", loading: "#3B82F6", success: "#10B981", error: "#EF4444" };
const View = createContext(null);
const hasMade = ({ output }) => Boolean(output) && Object.keys(output).length > 0;
const isFarOf = ({ transform }) => transform[2] < FAR;

const Dots = ({ ports, isIn }) => ports.map((port, index) => <Handle key={port.name} id={port.name} type={isIn ? "target" : "source"} position={isIn ? Position.Left : Position.Right} isConnectable={false} className={`vg-port vg-port-${port.types[0] ?? "any"}`} style={{ top: portTop(index) }} />);

function Status({ of: { status, progress, question } }) {
  const t = useT();
  if (status === "idle") return null;
  if (question) return <Tag tone="warn">{t("create.in_doubt")}</Tag>;
  return <Tag tone={TONES[status]}>{status === "loading" && progress ? `${progress}\u202f%` : t.label("status", status)}</Tag>;
}

const ViewNode = memo(function ViewNode({ data: { node } }) {
  const t = useT();
  catalog.use();
  const isFar = useStore(isFarOf);
  const { edges, nodes, picked, onPick, runId, isLive } = useContext(View);
  const live = nodes[node.id] ?? IDLE;
  const type = typeOf(node.type);
  const name = titleOf(t, node);
  if (isNote(node)) return <section className={`vg-paper vg-paper-${node.params.colour ?? "yellow"}`} style={{ ...sizeOf(node) }} data-testid={`view-${node.id}`}><p>{String(node.params.text ?? "")}</p></section>;
  const ports = portsOf(node, edges);
  const error = worded(live.error, node.type);
  // The head is what keys reach: fields are inside the card, and a button holds none.
  const pick = onPick && { role: "button", tabIndex: 0, "aria-pressed": picked === node.id, "aria-label": name, "data-testid": `view-${node.id}-pick`, onKeyDown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); onPick(node.id); } } };
  return (
    <section className={joined("vg-node", `vg-node-${live.status}`, live.question && "vg-node-doubt", node.disabled && "vg-node-off", picked === node.id && "vg-node-picked", onPick && "vg-node-pickable")} style={{ minHeight: leastHeight(Math.max(ports.inputs.length, ports.outputs.length)) }} aria-label={name} aria-busy={live.status === "loading"} data-testid={`${isLive ? "node" : "view"}-${node.id}`} data-type={node.type} data-status={live.status} data-picked={picked === node.id || undefined} onClick={onPick && (() => onPick(node.id))}>
      <Dots ports={ports.inputs} isIn />
      {isFar ? <div className="vg-node-far" style={{ height: 180 }} {...pick}><TypeIcon name={type?.icon} size={44} /><b>{name}</b></div> : (
        <>
          <header className="vg-node-head" {...pick}><span className="vg-node-icon"><TypeIcon name={type?.icon} /></span><h3 className="vg-node-title">{name}</h3>
            <span className="vg-node-side"><Status of={live} /></span></header>
          <div className="vg-node-body">
            {type ? <Form id={node.id} node={node} inputs={inputsOf(edges, node.id)} locked /> : <Placeholder node={node} />}
            {(isLive || hasMade(live)) && <Made type={node.type} made={live.output ?? IDLE.output} status={live.status} id={node.id} run={runId} />}
            {isLive ? <Notes id={node.id} /> : error && <p className="vg-node-error-text"><b>{t.error(error)}</b></p>}
          </div>
        </>
      )}
      {isLive && <Progress id={node.id} live={live} />}
      <Dots ports={ports.outputs} />
    </section>
  );
});
const NODES = { view: ViewNode };
const NONE = Object.freeze({});

function Drawing({ graph, nodes = NONE, picked, onPick, tall, room, runId, isLive = false }) {
  const t = useT();
  const known = catalog.use();
  useEffect(() => { loadCatalog(); }, []);
  const placed = useMemo(() => graph.nodes.map((node) => {
    const { width, height } = sizeOf(node);
    return { id: node.id, type: "view", position: node.position, data: { node }, initialWidth: width, initialHeight: height, zIndex: isNote(node) ? -1 : 0, handles: isNote(node) ? [] : handlesOf(portsOf(node, graph.edges), width) };
  }), [graph, known]);
  const [drawn, onNodesChange] = useMeasured(placed);
  const edges = useMemo(() => graph.edges.map((edge) => ({ ...edge, id: `${edge.source}.${edge.sourceHandle}-${edge.target}.${edge.targetHandle}`, focusable: false, selectable: false, ariaRole: "presentation", animated: nodes[edge.target]?.status === "loading" })), [graph, nodes]);
  const shared = useMemo(() => ({ edges: graph.edges, nodes, picked, onPick, runId, isLive }), [graph, nodes, picked, onPick, runId, isLive]);
  const viewport = useMemo(() => guess(graph.nodes), []);
  const labels = useMemo(() => labelsOf(t), [t]);
  const box = useRef(null);
  const onMoveStart = useViewFrame({ box, nodes: drawn, picked, room });
  return (
    <View.Provider value={shared}>
      <div ref={box} className={joined("vg-canvas", "vg-view", tall && "vg-view-tall")} role="group" aria-label={t("canvas.view")} data-testid="canvas-view">
        <ReactFlow nodes={drawn} edges={edges} nodeTypes={NODES} defaultViewport={viewport} onMoveStart={onMoveStart} onNodesChange={onNodesChange} nodesConnectable={false} nodesDraggable={false} nodesFocusable={false} edgesFocusable={false} elementsSelectable={false} disableKeyboardA11y onlyRenderVisibleElements={graph.nodes.length > MANY} deleteKeyCode={null} selectionKeyCode={null} minZoom={0.08} maxZoom={1.6} ariaLabelConfig={labels} colorMode={document.documentElement.classList.contains("dark") ? "dark" : "light"}>
          <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} color="var(--vg-dots)" />
          <Controls showInteractive={false} fitViewOptions={FIT} />
          <MiniMap pannable zoomable ariaLabel={t("flow.map")} nodeColor={({ id }) => (nodes[id]?.question ? "var(--vg-warn)" : MAP_COLOURS[nodes[id]?.status] ?? MAP_COLOURS.idle)} nodeBorderRadius={8} maskColor="var(--vg-mask)" />
        </ReactFlow>
      </div>
    </View.Provider>
  );
}

// graph: {nodes, edges} as the API has them. nodes: id -> Node of a Run's status. picked: id; onPick(id): when one is chosen.
// isLive: they are those of live.js: what they wait for and ask is shown, too.
// tall: fills the box it is in, else it has a height of its own. room: see view_frame.js.
export const CanvasView = (props) => <ReactFlowProvider><Drawing {...props} /></ReactFlowProvider>;
