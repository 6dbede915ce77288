// The Project as the server told it last; what is typed and not saved yet is in saving.js.
import { call } from "../settings/rest.js";
import { store } from "../cut/store.js";

const EMPTY = { id: "", status: "loading", error: null, head: null, order: [], segments: {} };

// status: loading, ready, missing (there is no such Project) or failed. head: the Project without its Segments.
export const board = store(EMPTY);

// Signed addresses differ at each reading: the one a picture was loaded from stays, so that nothing flickers.
const FRESH = 20 * 60 * 1000; // ms an address is good for, well below what the server allows
const known = new Map(); // address without its signature -> [address, when it was told]
const place = (url) => url.split("?")[0];
const steady = (url) => {
  const [old, at] = known.get(place(url)) ?? [];
  if (old && Date.now() - at < FRESH) return old;
  known.set(place(url), [url, Date.now()]);
  return url;
};
const SIGNED = ["url", "thumbnailUrl", "videoUrl"];
export const settled = (value) => {
  if (Array.isArray(value)) return value.map(settled);
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, SIGNED.includes(name) && typeof one === "string" && one ? steady(one) : settled(one)]));
};

export const alike = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);
// The old object where nothing changed: its card is not drawn again.
const kept = (old, fresh) => (old && alike(old, fresh) ? old : fresh);

export const path = (rest = "") => `/api/projects/${board.get().id}${rest}`;

// An answer that was overtaken by a later one is left aside.
export const apply = (project) => {
  const { segments, progress, ...head } = settled(project);
  board.set((old) => {
    if (old.id !== head.id || (old.head && head.version < old.head.version)) return old;
    const order = kept(old.order, segments.map(({ id }) => id));
    const all = Object.fromEntries(segments.map((one) => [one.id, kept(old.segments[one.id], one)]));
    const isSame = order === old.order && order.every((id) => all[id] === old.segments[id]);
    return { ...old, status: "ready", error: null, head: kept(old.head, head), order, segments: isSame ? old.segments : all };
  });
  return progress;
};

// One Segment after it was saved; whatever was changed can be undone.
export const applySegment = (segment, projectVersion) => board.set((old) => {
  if (!old.segments[segment.id]) return old;
  const head = { ...old.head, version: Math.max(old.head.version, projectVersion), canUndo: true, canRedo: false, undoLabel: "", redoLabel: "" };
  return { ...old, head, segments: { ...old.segments, [segment.id]: kept(old.segments[segment.id], settled(segment)) } };
});

// The order as it is dragged, before the server has it.
export const arrange = (order) => board.set((old) => ({ ...old, order }));

// Other tabs of this browser are told that something was saved here.
const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("vg_board");
export const announce = () => tabs?.postMessage(board.get().id);
export const heard = (onChange) => {
  const listen = ({ data }) => data === board.get().id && onChange();
  tabs?.addEventListener("message", listen);
  return () => tabs?.removeEventListener("message", listen);
};

let reading = null;
export const refresh = () => {
  reading ??= call("GET", path()).then(({ data, error }) => {
    reading = null;
    if (data) return { progress: apply(data) };
    const isMissing = error.code === "not_found" || error.code === "invalid_input";
    board.set((old) => (old.head && !isMissing ? old : { ...old, status: isMissing ? "missing" : "failed", error }));
    return { error };
  });
  return reading;
};

export const open = (id) => {
  if (board.get().id !== id) { board.set({ ...EMPTY, id }); reading = null; }
  return refresh();
};

export const segmentOf = (id) => board.get().segments[id];
export const useHead = (select) => board.use(({ head }) => select(head));
export const useSegment = (id) => board.use(({ segments }) => segments[id]);
