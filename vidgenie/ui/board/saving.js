// What was typed or chosen and is not saved yet: sent by itself, kept in this tab until the server has it.
import { call } from "../settings/rest.js";
import { store } from "../cut/store.js";
import { bodyOf, CHOICES, clashes, HEAD, isWhole, saved, valueOf, versionOf } from "./fields.js";
import * as tab from "./kept.js";
import { alike, announce, apply, applySegment, board, path } from "./project.js";

const PAUSE = 600; // ms nobody types before it is sent
const AGAIN = [2000, 5000, 15000]; // ms until it is tried again
// key: id of a Segment, HEAD or CHOICES -> {values, before: the same fields as they were, base: version they
// were changed from, state: typed | saving | failed | conflict | gone, error, theirs, tries}
export const rows = store({});
// One request at a time: each knows the version the one before has made.
let line = Promise.resolve();
export const enqueue = (job) => {
  const done = line.then(job);
  line = done.catch(() => {}); // who asked is told; the next in line goes on
  return done;
};

const keep = () => board.get().status === "ready" && tab.write(board.get().id, rows.get());
const put = (key, change) => {
  rows.set((old) => {
    const next = { ...old };
    const row = typeof change === "function" ? change(old[key]) : change && { ...old[key], ...change };
    if (row) next[key] = row; else delete next[key];
    return next;
  });
  keep();
};

const timers = new Map();
const later = (key, wait) => {
  clearTimeout(timers.get(key));
  timers.set(key, setTimeout(() => save(key), wait));
};

// A field gets a value. isAtOnce: what is chosen, and not typed, need not wait.
export const change = (key, values, isAtOnce = false) => {
  const there = saved(key);
  put(key, (old) => {
    const row = old ?? { values: {}, before: {}, base: versionOf(key), tries: 0 };
    const before = { ...Object.fromEntries(Object.keys(values).map((field) => [field, valueOf(there, field)])), ...row.before };
    const all = { ...row.values, ...values };
    const isBack = (row.state ?? "typed") === "typed" && Object.keys(all).every((field) => alike(all[field], before[field]));
    return isBack ? null : { ...row, values: all, before, state: row.state === "conflict" || row.state === "gone" ? row.state : "typed", tries: 0 };
  });
  if (rows.get()[key]?.state === "typed") later(key, isAtOnce ? 0 : PAUSE);
};

const take = (key, data, sent) => {
  if (isWhole(key)) apply(data); else applySegment(data.segment, data.projectVersion);
  announce();
  const version = data.projectVersion ?? data.version;
  // The Project's version was raised by us: what else we are changing in it still starts from here.
  for (const one of [HEAD, CHOICES]) if (rows.get()[one]?.base === version - 1) put(one, { base: version });
  put(key, (row) => {
    if (!row) return null;
    const values = Object.fromEntries(Object.entries(row.values).filter(([field, value]) => !alike(value, sent[field])));
    if (!Object.keys(values).length) return null;
    const before = Object.fromEntries(Object.keys(values).map((field) => [field, field in sent ? sent[field] : row.before[field]]));
    return { ...row, values, before, base: versionOf(key), state: "typed", error: null, tries: 0 };
  });
  if (rows.get()[key]) later(key, PAUSE);
};

const refuse = (key, error) => {
  const row = rows.get()[key];
  if (!row) return;
  if (error.code === "conflict" && error.current) {
    const theirs = key === CHOICES ? error.current.choices : error.current;
    if (isWhole(key)) apply(error.current); else applySegment(error.current, board.get().head.version);
    const base = versionOf(key);
    if (clashes(row, theirs).length === 0 && row.tries < AGAIN.length) { put(key, { base, state: "typed", tries: row.tries + 1 }); later(key, 0); }
    else put(key, { base, theirs, state: "conflict" });
    return;
  }
  if (error.code === "not_found") { put(key, { state: "gone", error }); return; }
  put(key, { state: "failed", error, tries: row.tries + 1 });
  if (["offline", "unknown", "too_many_attempts", "unavailable"].includes(error.code)) later(key, AGAIN[Math.min(row.tries, AGAIN.length - 1)]);
};

export const save = (key) => {
  clearTimeout(timers.get(key));
  timers.delete(key);
  return enqueue(async () => {
    const row = rows.get()[key];
    if (!row || !["typed", "failed"].includes(row.state)) return;
    const sent = { ...row.values };
    put(key, { state: "saving" });
    const { data, error } = await call("PATCH", isWhole(key) ? path() : path(`/segments/${key}`), { version: row.base, ...bodyOf(key, sent) });
    if (data) take(key, data, sent); else refuse(key, error);
  });
};

export const flush = () => Promise.all(Object.keys(rows.get()).map(save));

// After both sides changed the same text: mine goes over theirs, or theirs stays.
export const settle = (key, isMine) => {
  const row = rows.get()[key];
  if (!row) return;
  if (!isMine) { put(key, null); return; }
  put(key, { state: "typed", theirs: null, before: Object.fromEntries(Object.keys(row.values).map((field) => [field, valueOf(saved(key), field)])) });
  save(key);
};
export const drop = (key) => put(key, null);
// Another Project is opened: what is not saved of this one is in the tab.
export const close = () => {
  leave();
  timers.forEach(clearTimeout);
  timers.clear();
  rows.set(() => ({}));
};

// What this tab had not saved when it was left.
export const restore = () => {
  const left = tab.read(board.get().id);
  rows.set(() => ({}));
  for (const [key, { values, before, base }] of left) {
    const there = saved(key);
    const open = Object.entries(values).filter(([field, value]) => !alike(value, valueOf(there, field)));
    if (!open.length) continue;
    put(key, { values: Object.fromEntries(open), before, base, state: there ? "typed" : "gone", tries: 0 });
    if (there) later(key, 0);
  }
  keep();
};

// The page is left: what is typed is sent without waiting for the answer; it stays in the tab until one comes.
export const leave = () => {
  for (const [key, { values, base, state }] of Object.entries(rows.get())) {
    if (["typed", "failed"].includes(state)) tab.last(isWhole(key) ? path() : path(`/segments/${key}`), { version: base, ...bodyOf(key, values) });
  }
};

// The value of a field as it is shown: what was typed, else what is saved.
export const useValue = (key, field, told) => rows.use((all) => { const row = all[key]; return row && field in row.values ? row.values[field] : told; });
