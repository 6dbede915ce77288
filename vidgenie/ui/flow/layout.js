// Tidies the canvas: left to right in the order in which the nodes run. Notes stay beside what they stood beside.
import { moveNodes } from "./commands.js";
import { doc } from "./doc.js";
import { boxOf, free } from "./moving.js";
import { isNote, sizeOf } from "./sizes.js";

const ACROSS = 92; // px between columns
const DOWN = 44; // px between nodes of a column

const nearest = (note, nodes) => {
  const at = boxOf(note);
  const far = (node) => Math.hypot(node.position.x - at.x, node.position.y - at.y);
  return nodes.reduce((best, node) => (best && far(best) <= far(node) ? best : node), null);
};

// {id: {x, y}} of every node. dagre: the library; only what `ids` names is moved, all when it is empty.
export const arranged = (dagre, { nodes, order, edges }, ids = []) => {
  const wanted = new Set(ids.length > 1 ? ids : order);
  const moved = order.map((id) => nodes[id]).filter((node) => wanted.has(node.id) && !isNote(node));
  if (!moved.length) return {};
  const graph = new dagre.graphlib.Graph({ multigraph: true }).setGraph({ rankdir: "LR", ranksep: ACROSS, nodesep: DOWN, align: undefined }).setDefaultEdgeLabel(() => ({}));
  for (const node of moved) graph.setNode(node.id, { ...sizeOf(node) });
  edges.forEach((edge, index) => { if (graph.hasNode(edge.source) && graph.hasNode(edge.target)) graph.setEdge(edge.source, edge.target, {}, String(index)); });
  dagre.layout(graph);
  const left = Math.min(...moved.map(({ position }) => position.x));
  const top = Math.min(...moved.map(({ position }) => position.y));
  const raw = moved.map(({ id }) => { const { x, y, width, height } = graph.node(id); return [id, { x: x - width / 2, y: y - height / 2 }]; });
  const first = { x: Math.min(...raw.map(([, at]) => at.x)), y: Math.min(...raw.map(([, at]) => at.y)) };
  const places = Object.fromEntries(raw.map(([id, at]) => [id, { x: Math.round(left + at.x - first.x), y: Math.round(top + at.y - first.y) }]));
  for (const note of order.map((id) => nodes[id]).filter((node) => wanted.has(node.id) && isNote(node))) {
    const beside = nearest(note, moved);
    const wished = { x: note.position.x + places[beside.id].x - beside.position.x, y: note.position.y + places[beside.id].y - beside.position.y };
    const others = Object.fromEntries(order.filter((id) => id !== note.id && (!wanted.has(id) || places[id])).map((id) => [id, { ...nodes[id], position: places[id] ?? nodes[id].position }]));
    places[note.id] = free(wished, sizeOf(note), others);
  }
  return places;
};

// One step of history. Returns how many nodes were placed.
export const tidy = async (ids) => {
  const { default: dagre } = await import("@dagrejs/dagre");
  const places = arranged(dagre, doc.get(), ids);
  const moves = Object.entries(places).map(([id, at]) => ({ id, ...at }));
  if (moves.length) moveNodes(moves);
  return moves.length;
};
