// Wires as they are drawn by hand: what may be joined, what happens when one is let go, and the words for it.
import { tell } from "../board/notes.js";
import { typeOf } from "./catalog.js";
import { connect } from "./commands.js";
import { doc, nodeOf } from "./doc.js";
import { openPalette, say, ui } from "./selection.js";
import { canConnect, fitting, landing, refusal } from "./wiring.js";

const graph = () => doc.get();

// A handle of React Flow as a loose end.
const endOf = ({ nodeId, id, type }) => (type === "source" ? { source: nodeId, sourceHandle: id } : { target: nodeId, targetHandle: id });
const wireOf = (from, to) => ({ ...endOf(from), ...endOf(to) });

const listed = (t, types) => (types ?? []).map((type) => t.label("port_type", type)).join(" / ");
const WORDS = {
  self: (t) => t("canvas.refused_self"),
  loop: (t) => t("canvas.refused_loop"),
  double: (t) => t("canvas.refused_double"),
  two_outputs: (t) => t("canvas.refused_two_outputs"),
  two_inputs: (t) => t("canvas.refused_two_inputs"),
  unknown_port: (t) => t("canvas.refused_unknown_port"),
  wrong_type: (t, { port, gives, takes }) => t("canvas.refused_wrong_type", { port: t.label("port", port), gives: listed(t, gives), takes: listed(t, takes) }),
};
export const whyNot = (t, found) => WORDS[found.problem](t, found);

// Two outputs, or two inputs, do not meet.
const judged = (from, to) => (from.type === to.type ? { problem: from.nodeId === to.nodeId ? "self" : from.type === "source" ? "two_outputs" : "two_inputs", port: to.id } : canConnect(graph(), wireOf(from, to), typeOf));

export const refused = (t, from, to) => {
  const found = judged(from, to);
  return found ? whyNot(t, found) : "";
};

export const isValid = (wire) => !canConnect(graph(), wire, typeOf);

// Joins, or says why not. Whether it was joined.
export const join = (t, wire) => {
  const found = canConnect(graph(), wire, typeOf);
  if (found) { tell({ tone: "bad", text: whyNot(t, found) }); return false; }
  connect(wire);
  const name = (id) => nodeOf(id)?.title || t.label("node", nodeOf(id)?.type);
  say(t("canvas.joined", { from: name(wire.source), to: name(wire.target), port: t.label("port", wire.targetHandle) }));
  return true;
};

// While a wire is drawn the ports that fit are lit.
export const begin = (handle) => {
  const from = endOf({ nodeId: handle.nodeId, id: handle.handleId, type: handle.handleType });
  const fits = Object.fromEntries(graph().order.map((id) => [id, fitting(graph(), from, id, typeOf)]));
  ui.set({ wire: { from, fits } });
};

const closed = (from, id, name) => (from.source ? { ...from, target: id, targetHandle: name } : { ...from, source: id, sourceHandle: name });

// Where a wire was let go: over a port that does not fit, over a node, or over nothing.
// over: what lies under the pointer. at: there, on the canvas.
export const end = (t, { fromHandle, toHandle, isValid: isJoined }, over, at) => {
  ui.set({ wire: null });
  if (!fromHandle || isJoined) return;
  if (toHandle && toHandle.nodeId !== fromHandle.nodeId) { tell({ tone: "bad", text: refused(t, fromHandle, toHandle) }); return; }
  const from = endOf(fromHandle);
  const id = over?.closest?.(".react-flow__node")?.dataset.id;
  if (id === fromHandle.nodeId) return;
  if (!id) { if (over?.closest?.(".react-flow__pane")) openPalette({ at, wire: from }); return; }
  const name = landing(graph(), from, id, typeOf);
  if (name) join(t, closed(from, id, name));
  else if (fitting(graph(), from, id, typeOf).length) tell({ text: t("canvas.several_fit") });
  else tell({ tone: "bad", text: whyNot(t, refusal(graph(), from, id, typeOf)) });
};
