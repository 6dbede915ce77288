// The Graph is saved by itself: what differs from what the server has is sent, one request at a time.
// What somebody else has changed meanwhile comes back with the answer and is put together here.
import { call } from "../settings/rest.js";
import { store } from "../cut/store.js";
import { doc } from "./doc.js";
import * as tab from "./kept.js";
import { clashes, delta, indexed, isNothing, rebased, settled } from "./merge.js";
import { giveWay } from "./renaming.js";
import { announce } from "./tabs.js";

const PAUSE = 600; // ms nobody types before it is sent
const AGAIN = [2000, 5000, 15000, 30000]; // ms until it is tried again
const PASSING = ["offline", "unknown", "unavailable", "too_many_attempts", "not_signed_in"]; // worth another try as it is

const SAVED = { state: "saved", error: null, conflict: null, at: 0 };
// state: saved | typed | saving | failed | offline | conflict | gone. at: when it was saved last, 0 at first.
// conflict: {nodes: [ids both sides changed], current: the Graph as the server has it}.
export const saving = store(SAVED);

let told = null; // the document as the server has it: {id, revision, name, nodes, order, edges}
let sent = null; // what is on its way
let [timer, tries] = [0, 0];

// One request at a time: each knows the revision the one before has made.
let line = Promise.resolve();
const enqueue = (job) => {
  const done = line.then(job);
  line = done.catch(() => {}); // who asked is told; the next in line goes on
  return done;
};

// {told, sent}: what the server has, and what is on its way there.
export const standing = () => ({ told, sent });
const asDocument = ({ id, name, revision, graph }) => ({ id, name, revision, ...indexed(graph) });
const isOpen = (id) => told?.id === id && doc.get().id === id;
export const differs = () => told && (tab.isNamed(told, doc.get()) || !isNothing(delta(told, doc.get())));
const keep = () => told && doc.get().id === told.id && tab.write(told, doc.get(), sent);

const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

// Something was changed here. A conflict, and a Graph in the bin, wait for somebody's choice.
export const touched = (isTyping) => {
  keep();
  if (["conflict", "gone"].includes(saving.get().state)) return;
  tries = 0;
  if (saving.get().state !== "saving") saving.set({ state: "typed", error: null });
  later(isTyping ? PAUSE : 0);
};

const settle = (data) => {
  const now = doc.get();
  const theirs = data.graph ? indexed(data.graph) : null;
  const next = theirs ? rebased(now, sent, theirs) : now;
  // The server trims a name; while it is typed it stays as it is.
  const name = data.name === sent.name.trim() ? sent.name : data.name;
  told = { id: data.id, name, revision: data.revision, ...(theirs ? settled(next, theirs) : { nodes: sent.nodes, order: sent.order, edges: sent.edges }) };
  doc.set((old) => ({ ...old, ...(theirs ? next : {}), revision: data.revision, name: old.name === sent.name && old.name.trim() ? name : old.name }));
  sent = null;
  tries = 0;
  announce(told);
  const isMore = differs();
  keep();
  saving.set({ ...SAVED, state: isMore ? "typed" : "saved", at: Date.now() });
  if (isMore) later(PAUSE);
};

const refuse = (error) => {
  sent = null;
  keep();
  if (error.problem === "deleted" || error.code === "not_found") { saving.set({ state: "gone", error }); return; }
  if (error.code === "conflict" && error.current) {
    const nodes = giveWay(error.nodes ?? [], told, error.current.graph.nodes.map(({ id }) => id));
    if (nodes.length || tries >= AGAIN.length) { saving.set({ state: "conflict", error: null, conflict: { nodes, current: error.current } }); return; }
    tries += 1;
    saving.set({ state: "typed", error: null });
    later(0);
    return;
  }
  saving.set({ state: error.code === "offline" ? "offline" : "failed", error });
  if (PASSING.includes(error.code)) { later(AGAIN[Math.min(tries, AGAIN.length - 1)]); tries += 1; }
};

// keepWhat: mine or both, after a conflict.
export const save = (keepWhat) => {
  clearTimeout(timer);
  const keepIt = typeof keepWhat === "string" ? { keep: keepWhat } : {};
  return enqueue(async () => {
    const waits = ["conflict", "gone"].includes(saving.get().state) && !keepIt.keep;
    if (!told || waits || !isOpen(told.id)) return;
    const { id } = told;
    if (!differs() && !keepIt.keep) { keep(); saving.set({ ...SAVED, at: saving.get().at }); return; }
    sent = (({ name, nodes, order, edges }) => ({ name, nodes, order, edges }))(doc.get());
    const body = tab.bodyOf(told, sent, keepIt, keepIt.keep && saving.get().conflict?.nodes);
    saving.set({ state: "saving", error: null });
    const { data, error } = await tab.patch(`/api/graphs/${id}`, body);
    if (!isOpen(id)) return; // another Graph was opened meanwhile; what was not saved is in the tab
    if (data) settle(data); else refuse(error);
  });
};

// Resolves when all is saved: the revision, or null when it cannot be saved now (`saving` says why).
export const flush = async () => {
  const { id } = doc.get();
  for (let round = 0; round < 20 && doc.get().id === id; round += 1) {
    await save();
    const { state } = saving.get();
    if (state === "saved") return told?.revision ?? null;
    if (state !== "typed" && state !== "saving") return null;
  }
  return null;
};

// The Graph as the server has it now, with what is changed here on top. but: Nodes where theirs stands.
export const adopt = (answer, but) => {
  const theirs = asDocument(answer);
  const now = doc.get();
  if (!isOpen(theirs.id)) return;
  const next = rebased(now, told, theirs, but);
  doc.set((old) => ({ ...old, ...next, revision: theirs.revision, name: old.name === told.name ? theirs.name : old.name }));
  told = { ...theirs, ...settled(next, theirs) };
  keep();
};

// Somebody has chosen what becomes of a conflict, or of a Graph in the bin: it is saved again.
export const resume = () => { saving.set({ ...SAVED, state: "typed" }); keep(); return save(); };

// Another tab, or somebody else, has saved: what is not fought over is taken in at once.
export const catchUp = () => enqueue(async () => {
  if (!told || saving.get().state === "conflict" || !isOpen(told.id)) return;
  const { id } = told;
  const { data, error } = await call("GET", `/api/graphs/${id}`);
  if (!isOpen(id)) return;
  if (error) { if (error.code === "not_found" || error.problem === "deleted") saving.set({ state: "gone", error }); return; }
  if (data.deletedAt) { saving.set({ state: "gone", error: null }); return; }
  if (saving.get().state === "gone") saving.set({ ...SAVED, state: differs() ? "typed" : "saved" });
  const theirs = asDocument(data);
  const isFought = clashes(delta(told, doc.get()), delta(told, theirs)).length > 0;
  if ((theirs.revision > told.revision || theirs.name !== told.name.trim()) && !isFought) adopt(data);
  if (differs()) later(0);
});

// A Graph was opened. mine: what this tab had not saved of it.
export const begin = (document) => {
  const left = tab.found(document);
  [told, sent, tries] = [left?.told ?? document, null, 0];
  clearTimeout(timer);
  if (!left) tab.drop(document.id);
  saving.set(SAVED);
  return left?.now ?? document;
};
