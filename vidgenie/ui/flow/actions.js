// Everything that can be done by a key, in a menu or by name, once.
// keys: as shortcuts.js reads them. on: where it is offered (node, edge, canvas). isEverywhere: also while typing.
import { tell } from "../board/notes.js";
import { copy, cut, paste } from "./clipboard.js";
import { disconnect, duplicate, pin, removeNodes, toggle as disable } from "./commands.js";
import { saveVersion } from "./deciding.js";
import { doc, edgeId } from "./doc.js";
import { FIT } from "./framing.js";
import { labelText, redo, undo } from "./history.js";
import { tidy } from "./layout.js";
import { isUnderWay, live } from "./live.js";
import { calm, focusCanvas, focusField, focusNode, put, spot } from "./moving.js";
import { runFrom, runInFront, runMissing, runOnly, stop } from "./running.js";
import { close, openPalette, pick, say, stage, toggle, ui } from "./selection.js";
import { standing } from "./standing.js";

const chosen = () => ui.get().selected.filter((id) => doc.get().nodes[id]);
const hasNodes = () => chosen().length > 0;
const hasOne = () => chosen().length === 1;
const hasAny = () => hasNodes() || ui.get().edges.length > 0;
const hasGraph = () => doc.get().order.length > 0;
const canChange = () => doc.get().status === "ready" && !doc.get().isLocked;
const all = (...tests) => () => tests.every((test) => test());
const zoom = { in: () => stage.flow?.zoomIn({ duration: calm() }), out: () => stage.flow?.zoomOut({ duration: calm() }) };

const took = (ids) => { if (ids?.length) { pick(ids); focusNode(ids[0], false); } };
const undone = (t, label) => label && say(t("canvas.undone", { what: labelText(t, label) }));
const redone = (t, label) => label && say(t("canvas.redone", { what: labelText(t, label) }));

const remove = (t) => {
  const { edges } = ui.get();
  const ids = chosen();
  // The edges of nodes that go are gone with them: one step.
  if (ids.length) removeNodes(ids);
  const left = edges.filter((id) => doc.get().edges.some((edge) => edgeId(edge) === id));
  if (left.length) disconnect(left);
  pick([]);
  focusCanvas();
  say(t("canvas.removed", { n: ids.length + left.length }));
};
const madeBy = (id) => live.get().nodes[id]?.reusedFrom || (live.get().nodes[id]?.status === "success" ? live.get().run?.workflowId : "") || standing.get().plan?.nodes[id]?.runId;
const pinned = (t) => {
  const ids = chosen();
  const { nodes } = doc.get();
  if (ids.every((id) => nodes[id].pin)) { pin(ids, ""); return; }
  const made = ids.filter((id) => madeBy(id));
  if (!made.length) tell({ text: t("canvas.nothing_to_pin") });
  for (const id of made) pin([id], madeBy(id));
};
const tidied = async (t) => say(t("canvas.tidied", { n: await tidy(chosen()) }));
const pasted = (keepLinks) => async () => took(await paste({ at: spot(), keepLinks }));
const escape = () => {
  const { wire } = ui.get();
  if (wire) return;
  if (hasAny()) pick([]); else if (ui.get().panel) ui.set({ panel: "" });
  close();
};

export const ACTIONS = [
  { name: "add", group: "edit", keys: ["Tab"], on: ["canvas"], if: canChange, run: (t, at) => openPalette({ at: at ?? spot(), wire: null }) },
  { name: "note", group: "edit", on: ["canvas"], if: canChange, run: (t, at) => put("note", at ?? spot()) },
  { name: "open", group: "edit", keys: ["Enter"], if: hasOne, run: () => focusField(chosen()[0]) },
  { name: "rename", group: "edit", keys: ["F2"], on: ["node"], if: all(canChange, hasOne), run: () => ui.set({ renaming: chosen()[0] }) },
  { name: "connect", group: "edit", keys: ["C"], on: ["node"], if: all(canChange, hasOne), run: () => ui.set({ joining: chosen()[0] }) },
  { name: "copy", group: "edit", keys: ["Ctrl+C"], on: ["node"], if: hasNodes, run: () => copy(chosen()) },
  { name: "cut", group: "edit", keys: ["Ctrl+X"], on: ["node"], if: all(canChange, hasNodes), run: () => { cut(chosen()); focusCanvas(); } },
  { name: "paste", group: "edit", keys: ["Ctrl+V"], on: ["canvas"], if: canChange, run: pasted(false) },
  { name: "paste_links", group: "edit", keys: ["Ctrl+Shift+V"], on: ["canvas"], if: canChange, run: pasted(true) },
  { name: "duplicate", group: "edit", keys: ["Ctrl+D"], on: ["node"], if: all(canChange, hasNodes), run: () => took(duplicate(chosen())) },
  { name: "disable", group: "edit", keys: ["D", "Ctrl+B"], on: ["node"], if: all(canChange, hasNodes), run: () => disable(chosen()) },
  { name: "pin", group: "edit", keys: ["P"], on: ["node"], if: all(canChange, hasNodes), run: pinned },
  { name: "remove", group: "edit", keys: ["Delete", "Backspace"], on: ["node", "edge"], tone: "bad", if: all(canChange, hasAny), run: remove },
  { name: "select_all", group: "edit", keys: ["Ctrl+A"], on: ["canvas"], if: hasGraph, run: () => pick(doc.get().order, doc.get().edges.map(edgeId)) },
  { name: "undo", group: "edit", keys: ["Ctrl+Z"], if: canChange, run: (t) => undone(t, undo()) },
  { name: "redo", group: "edit", keys: ["Ctrl+Shift+Z", "Ctrl+Y"], if: canChange, run: (t) => redone(t, redo()) },
  { name: "tidy", group: "edit", keys: ["Shift+L"], on: ["canvas", "node"], if: all(canChange, hasGraph), run: tidied },
  { name: "run", group: "run", keys: ["Ctrl+Enter"], isEverywhere: true, if: hasGraph, run: () => runMissing() },
  { name: "run_front", group: "run", keys: ["Ctrl+Shift+Enter"], isEverywhere: true, if: hasGraph, run: () => runInFront() },
  { name: "run_from", group: "run", on: ["node"], if: hasOne, run: (t, at, most) => runFrom(chosen()[0], most) },
  { name: "run_only", group: "run", on: ["node"], if: hasOne, run: (t, at, most) => runOnly(chosen()[0], most) },
  { name: "stop", group: "run", keys: ["Ctrl+Alt+Enter", "Shift+X"], if: () => isUnderWay(live.get().run), run: () => stop() },
  { name: "fit", group: "view", keys: ["1"], on: ["canvas"], if: hasGraph, run: () => stage.flow?.fitView({ ...FIT, duration: calm() }) },
  { name: "zoom_reset", group: "view", keys: ["0"], run: () => stage.flow?.zoomTo(1, { duration: calm() }) },
  { name: "zoom_in", group: "view", keys: ["+", "="], run: zoom.in },
  { name: "zoom_out", group: "view", keys: ["-"], run: zoom.out },
  { name: "focus", group: "view", keys: ["."], on: ["node"], if: hasNodes, run: () => stage.flow?.fitView({ ...FIT, nodes: chosen().map((id) => ({ id })), duration: calm() }) },
  { name: "box", group: "view", keys: ["V"], run: () => ui.set(({ mode, ...rest }) => ({ ...rest, mode: mode === "box" ? "hand" : "box" })) },
  { name: "snap", group: "view", run: () => ui.set(({ isSnapping, ...rest }) => ({ ...rest, isSnapping: !isSnapping })) },
  { name: "steps", group: "view", keys: ["L"], run: () => toggle("steps") },
  { name: "versions", group: "view", run: () => toggle("versions") },
  { name: "save_version", group: "graph", keys: ["Ctrl+S"], isEverywhere: true, run: () => saveVersion() },
  { name: "commands", group: "graph", keys: ["Ctrl+K"], run: () => ui.set({ isCommand: true, menu: null }) },
  { name: "sheet", group: "graph", keys: ["?"], run: () => ui.set({ isSheet: true }) },
  { name: "escape", group: "graph", keys: ["Escape"], run: escape },
];

const BY_NAME = Object.fromEntries(ACTIONS.map((action) => [action.name, action]));
export const canDo = (name) => BY_NAME[name].if?.() ?? true;
// at: where, on the canvas. most: credits, the price that was shown beside it.
export const act = (t, name, at, most) => { if (canDo(name)) BY_NAME[name].run(t, at, most); };
