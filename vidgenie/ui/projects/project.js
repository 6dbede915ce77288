// The Project whose Segments are being written: read, changed field by field, kept as it is typed.
import { store } from "../cut/store.js";
import { call } from "../settings/rest.js";

const PAUSE = 500; // ms nobody may type any more

// data: as GET /api/projects/{id} answers. saving: Segments on their way. conflicts: Segment -> what the
// server has, when the same field was changed elsewhere.
export const project = store({ data: null, error: null, saving: 0, failed: null, conflicts: {} });

export const loadProject = async (id) => {
  const { data, error } = await call("GET", `/api/projects/${id}`);
  if (data) {
    project.set({ data, error: null, conflicts: {} });
    restore(id);
  }
  return error ?? null;
};

export const putSegment = (segment) => project.set((old) => ({ ...old, data: { ...old.data, segments: old.data.segments.map((one) => (one.id === segment.id ? segment : one)) } }));

const waiting = new Map(); // Segment -> fields that are not sent yet
const sending = new Map(); // Segment -> fields under way
const timers = new Map();

const addressOf = (id) => `/api/projects/${project.get().data.id}/segments/${id}`;
const segmentOf = (id) => project.get().data.segments.find((one) => one.id === id);
const count = () => project.set({ saving: waiting.size + sending.size });

// What was typed meanwhile stays over what the server answers.
const settled = (id, segment) => putSegment({ ...segment, ...sending.get(id), ...waiting.get(id) });

// What was typed when the page was left in mid-word: Segment -> {version: it was typed into, sent: fields
// that were under way, fields: all of them}.
const unsent = {
  key: (id) => `vg_unsent_${id}`,
  read: (id) => { try { return JSON.parse(window.sessionStorage.getItem(unsent.key(id))) ?? {}; } catch { return {}; } },
  write: (id, value) => { try { window.sessionStorage.setItem(unsent.key(id), JSON.stringify(value)); } catch { /* storage is off: it was sent all the same */ } },
  drop: (id) => { try { window.sessionStorage.removeItem(unsent.key(id)); } catch { /* storage is off */ } },
};

const has = (segment, fields) => Object.entries(fields).every(([name, value]) => segment[name] === value);

// The server may have answered before it had them; what was changed elsewhere since is left alone.
const restore = (id) => {
  for (const [key, { version, sent, fields }] of Object.entries(unsent.read(id))) {
    const now = segmentOf(key);
    if (now && (now.version === version || (now.version === version + 1 && has(now, sent)))) edit(key, fields, true);
  }
  unsent.drop(id);
};

const conflict = (id, fields, current) => {
  // Somebody else, or this page when it was left, wrote the same.
  if (has(current, fields)) { settled(id, current); return; }
  settled(id, { ...current, ...fields });
  putSegment({ ...segmentOf(id), version: current.version });
  project.set((old) => ({ ...old, conflicts: { ...old.conflicts, [id]: { current, mine: fields } } }));
};

const flush = async (id) => {
  clearTimeout(timers.get(id));
  timers.delete(id);
  const fields = waiting.get(id);
  if (!fields || sending.has(id)) return;
  waiting.delete(id);
  sending.set(id, fields);
  count();
  const { data, error } = await call("PATCH", addressOf(id), { version: segmentOf(id).version, ...fields });
  sending.delete(id);
  if (data) { settled(id, data.segment); project.set({ failed: null }); }
  else if (error.problem === "edited_elsewhere" && error.current) conflict(id, fields, error.current);
  else { waiting.set(id, { ...fields, ...waiting.get(id) }); project.set({ failed: error }); }
  count();
  if (data && waiting.has(id)) flush(id);
};

// isNow: a choice rather than a text: it is sent at once.
export const edit = (id, fields, isNow = false) => {
  putSegment({ ...segmentOf(id), ...fields });
  waiting.set(id, { ...waiting.get(id), ...fields });
  count();
  clearTimeout(timers.get(id));
  if (isNow) flush(id);
  else timers.set(id, setTimeout(() => flush(id), PAUSE));
};

export const saveNow = () => Promise.all([...waiting.keys()].map(flush));

// mine: what was typed here goes over what somebody else wrote.
export const resolve = (id, isMine) => {
  const { current, mine } = project.get().conflicts[id];
  project.set((old) => { const { [id]: gone, ...conflicts } = old.conflicts; return { ...old, conflicts }; });
  if (isMine) edit(id, mine, true);
  else putSegment(current);
};

// The page is left in mid-word: the browser still sends what was typed.
export const guard = () => {
  const leave = () => {
    const left = [...new Set([...sending.keys(), ...waiting.keys()])].map((id) => [id, { version: segmentOf(id).version, sent: sending.get(id) ?? {}, fields: { ...sending.get(id), ...waiting.get(id) } }]);
    if (left.length) unsent.write(project.get().data.id, Object.fromEntries(left));
    for (const [id, fields] of waiting) {
      fetch(addressOf(id), { method: "PATCH", credentials: "same-origin", keepalive: true, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ version: segmentOf(id).version, ...fields }) }).catch(() => null);
    }
  };
  window.addEventListener("pagehide", leave);
  return () => { window.removeEventListener("pagehide", leave); saveNow(); };
};

export const rename = async (title) => {
  const { id, version } = project.get().data;
  project.set((old) => ({ ...old, data: { ...old.data, title } }));
  const { data, error } = await call("PATCH", `/api/projects/${id}`, { version, title });
  if (data) project.set((old) => ({ ...old, data: { ...old.data, title: data.title, version: data.version } }));
  else project.set({ failed: error });
};
