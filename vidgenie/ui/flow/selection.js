// What is selected and what is open: of this window only, and not in the history.
import { store } from "../cut/store.js";

const NONE = Object.freeze([]);

// selected: node ids. edges: edge ids. panel: "", "versions" or "steps". mode: "hand" or "box" (what dragging the empty canvas does).
// palette: null or {at: canvas point, wire: loose end or null}. joining: id of the node that looks for a partner, "".
// menu: null or {x, y (window), at (canvas), kind: node | edge | canvas, id}. renaming: id of the node whose title is typed, "".
// wire: null or {from: loose end, fits: {id: [ports]}} while one is drawn. isSnapping: nodes stop on the grid.
const FIRST = { selected: NONE, edges: NONE, panel: "", mode: "hand", palette: null, joining: "", menu: null, renaming: "", wire: null, isSheet: false, isCommand: false, isSnapping: false };
export const ui = store(FIRST);
export const reset = () => ui.set((old) => ({ ...FIRST, mode: old.mode, isSnapping: old.isSnapping }));

const same = (a, b) => a.length === b.length && a.every((id, index) => id === b[index]);
const kept = (old, fresh) => (same(old, fresh) ? old : fresh);

export const pick = (ids, edges = NONE) => ui.set((old) => {
  const selected = kept(old.selected, ids);
  const joined = kept(old.edges, edges);
  return selected === old.selected && joined === old.edges ? old : { ...old, selected, edges: joined };
});
// Forgets what is no longer there.
export const prune = (nodes, edgeIds) => {
  const { selected, edges } = ui.get();
  pick(selected.filter((id) => nodes[id]), edges.filter((id) => edgeIds.has(id)));
};

export const openPalette = (palette) => ui.set({ palette, menu: null });
export const openMenu = (menu) => ui.set({ menu });
export const toggle = (panel) => ui.set((old) => ({ ...old, panel: old.panel === panel ? "" : panel }));
export const close = () => ui.set({ palette: null, joining: "", menu: null, isSheet: false, isCommand: false });

// What screen readers are told; the same words twice are told twice.
export const said = store({ text: "", n: 0 });
export const say = (text) => said.set(({ n }) => ({ text, n: n + 1 }));

// The canvas that is shown: React Flow's own functions, and where the pointer was last (window). Null while there is none.
export const stage = { flow: null, box: null, pointer: null };
