// Steps back and forth. A step is what it changed, not the document as it was: to undo it touches only
// the values it had changed, and leaves what somebody else has changed since.
import { store } from "../cut/store.js";
import { canEdit, doc } from "./doc.js";
import { delta, isNothing, reversed, together, turned } from "./merge.js";
import { say } from "./said.js";
import { touched } from "./saving.js";

const MOST = 100; // steps
const PAUSE = 1500; // ms without typing, after which a new step begins

// Steps: {label: {act, n, type, field, title}, key, at, change, name: {from, to} | null}
let past = [];
let future = [];
const NOTHING = { canUndo: false, canRedo: false, undoLabel: null, redoLabel: null };
export const history = store(NOTHING);

const show = () => history.set({ canUndo: past.length > 0, canRedo: future.length > 0, undoLabel: past.at(-1)?.label ?? null, redoLabel: future.at(-1)?.label ?? null });
export const forget = () => { past = []; future = []; show(); };

// What a step is called, for people.
export const labelText = (t, label) => {
  if (!label) return "";
  const what = t.label("graph_word", `act_${label.act}`);
  if (label.n > 1) return t("graph.act_many", { act: what, n: label.n });
  const name = label.title || (label.type && t.label("node", label.type));
  return name ? t("graph.act_of", { act: what, name }) : what;
};

// key: steps of the same key that follow each other without a pause are one.
export const remember = (label, before, after, { key = "" } = {}) => {
  const change = delta(before, after);
  const name = before.name === after.name ? null : { from: before.name, to: after.name };
  if (isNothing(change) && !name) return false;
  const last = past.at(-1);
  const at = Date.now();
  future = [];
  if (key && last?.key === key && at - last.at < PAUSE) {
    const name_ = name ? { from: last.name?.from ?? name.from, to: name.to } : last.name;
    const one = { ...last, at, change: together(last.change, change), name: name_?.from === name_?.to ? null : name_ };
    past = isNothing(one.change) && !one.name ? past.slice(0, -1) : [...past.slice(0, -1), one];
  } else past = [...past, { label, key, at, change, name }].slice(-MOST);
  show();
  return true;
};

// make: (document) -> {nodes, order, edges, name?} after the command. isTyping: it may wait before it is saved.
export const commit = (label, make, { key = "", isTyping = false } = {}) => {
  if (!canEdit()) return false;
  const before = doc.get();
  const after = { ...before, ...make(before) };
  if (!remember(label, before, after, { key })) return false;
  doc.set(() => after);
  touched(isTyping);
  return true;
};

const take = (step, isBack) => {
  const { name } = step;
  const now = doc.get();
  const next = turned(now, isBack ? reversed(step.change) : step.change);
  const [from, to] = name ? (isBack ? [name.to, name.from] : [name.from, name.to]) : [];
  const title = name && now.name === from ? to : now.name;
  const isLost = next.nodes === now.nodes && next.edges === now.edges && title === now.name;
  if (isLost) { say("changed_since"); return; }
  doc.set((old) => ({ ...old, ...next, name: title }));
  touched(false);
};

export const undo = () => {
  const step = past.at(-1);
  if (!step || !canEdit()) return null;
  past = past.slice(0, -1);
  future = [...future, { ...step, key: "" }];
  show();
  take(step, true);
  return step.label;
};

export const redo = () => {
  const step = future.at(-1);
  if (!step || !canEdit()) return null;
  future = future.slice(0, -1);
  past = [...past, step];
  show();
  take(step, false);
  return step.label;
};

// A Node of ours was given another id, because somebody else took it at the same moment.
export const renamed = (from, to) => {
  const id = (one) => (one === from ? to : one);
  const edge = (one) => (one.source === from || one.target === from ? { ...one, source: id(one.source), target: id(one.target) } : one);
  const node = (one) => (one?.id === from ? { ...one, id: to } : one);
  const all = (changes, each) => Object.fromEntries(Object.entries(changes).map(([key, value]) => [id(key), { from: each(value.from), to: each(value.to) }]));
  const step = (one) => ({ ...one, change: { nodes: all(one.change.nodes, node), edges: all(one.change.edges, (list) => list.map(edge)) } });
  past = past.map(step);
  future = future.map(step);
};
