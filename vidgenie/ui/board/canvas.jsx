// A Run of the Project as it is drawn: the Nodes of the list where they stand on the canvas; to look at.
import { memo, useEffect, useMemo, useState } from "react";
import { Background, BackgroundVariant, Controls, Handle, MiniMap, Position, ReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import "../flow/canvas.css";
import { Waypoints } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Badge, Icon, Problem, Waiting } from "../settings/parts.jsx";
import { live, runsOf } from "./live.js";
import { useTitle } from "./makers.js";
import { RunPick, titleOfNode, TONES, useRun, useRuns } from "./steps.jsx";

const COLOURS = { idle: "var(--vg-line-strong)", loading: "#3B82F6", success: "#10B981", error: "#EF4444" };
const [WIDE, HIGH] = [210, 76]; // px of a Node, so that all are placed before they are measured
const [ACROSS, DOWN] = [248, 112]; // px: Nodes that are only looked at are smaller and stand closer

const RunNode = memo(function RunNode({ data }) {
  const t = useT();
  const title = useTitle(data.provider);
  const error = data.error && { ...data.error.details, ...data.error, provider: title, title };
  return (
    <div className="vg-run-node" data-status={data.status} data-testid={`canvas-${data.id}`}>
      {data.into && <Handle type="target" position={Position.Left} isConnectable={false} />}
      <b>{titleOfNode(t, data)}{data.number > 0 && ` ${data.number}`}</b>
      <span><Badge tone={TONES[data.status]}>{data.status === "loading" && data.progress > 0 ? t("cut.percent", { n: data.progress }) : t.label("status", data.status)}</Badge>{title && <> <small>{title}</small></>}</span>
      {error && <small>{t.error(error)}</small>}
      {data.out && <Handle type="source" position={Position.Right} isConnectable={false} />}
    </div>
  );
});
// Columns and rows as they were drawn, without the room that nobody uses.
const ranks = (values) => new Map([...new Set(values)].sort((a, b) => a - b).map((value, place) => [value, place]));
const TYPES = { run: RunNode };

function Drawing({ graph, nodes }) {
  const t = useT();
  const now = useMemo(() => new Map(nodes.map((node) => [node.id, node])), [nodes]);
  const edges = useMemo(() => graph.edges.map((edge) => ({ id: edge.join(" "), source: edge[0], target: edge[1], focusable: false, animated: now.get(edge[1])?.status === "loading" })), [graph, now]);
  const columns = useMemo(() => ranks(graph.nodes.map(({ x }) => x)), [graph]);
  const lines = useMemo(() => ranks(graph.nodes.map(({ y }) => y)), [graph]);
  const drawn = useMemo(() => graph.nodes.map(({ id, type, x, y }) => {
    const node = now.get(id);
    return { id, type: "run", position: { x: columns.get(x) * ACROSS, y: lines.get(y) * DOWN }, initialWidth: WIDE, initialHeight: HIGH, draggable: false, ariaLabel: titleOfNode(t, { id, type }), data: { status: "idle", ...node, id, type, number: Number(/-(\d+)$/.exec(id)?.[1] ?? 0), into: graph.edges.some(([, target]) => target === id), out: graph.edges.some(([source]) => source === id) } };
  }), [graph, now, t]);
  return (
    <div className="vg-run-canvas-room vg-canvas">
      <ReactFlow nodes={drawn} edges={edges} nodeTypes={TYPES} nodesConnectable={false} nodesDraggable={false} elementsSelectable={false} deleteKeyCode={null} fitView fitViewOptions={{ padding: 0.12, maxZoom: 1 }} minZoom={0.08} maxZoom={1.4} colorMode={document.documentElement.classList.contains("dark") ? "dark" : "light"}>
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--vg-dots)" />
        <Controls showInteractive={false} />
        <MiniMap pannable zoomable ariaLabel={t("board.map")} nodeColor={(node) => COLOURS[node.data.status] ?? COLOURS.idle} nodeBorderRadius={8} maskColor="var(--vg-mask)" />
      </ReactFlow>
    </div>
  );
}

// graph: of the Run that onGraph asked for last: {run, nodes: [{id, type, x, y}], edges: [[source, target]]}
export default function Canvas({ graph, onGraph }) {
  const t = useT();
  const runs = useRuns();
  const atWork = live.use((value) => runsOf(value.progress)[0]?.runId ?? "");
  const [wanted, setWanted] = useState("");
  const id = runs.some(([run]) => run === wanted) ? wanted : atWork || runs[0]?.[0] || "";
  const { data, error } = useRun(id);
  useEffect(() => { if (id) onGraph(id); }, [id]);
  if (!id) return <div className="vg-empty" data-testid="canvas-empty"><span className="vg-empty-icon"><Icon of={Waypoints} size={24} /></span><p className="vg-empty-title">{t("board.steps_none")}</p><p className="vg-empty-text">{t("board.canvas_none_text")}</p></div>;
  return (
    <section className="vg-run-canvas" aria-label={t("board.canvas")} data-testid="run-canvas" data-run={id}>
      <RunPick runs={runs} value={id} onChange={setWanted} />
      <Problem error={error} />
      {graph.run === id && data ? <Drawing key={id} graph={graph} nodes={data.nodes} /> : !error && <Waiting tall={8} />}
    </section>
  );
}
