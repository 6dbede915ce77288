// The Graph that is open, as it is in this browser. Only commands, history and saving change it.
import { store } from "../cut/store.js";
import { listed } from "./merge.js";

export { edgeId } from "./merge.js";
export { open } from "./opening.js"; // the editor calls useDocument(id) of leaving.js

export const EMPTY = { status: "loading", error: null, id: "", name: "", revision: 0, nodes: {}, order: [], edges: [], isLocked: false };

// status: loading; ready; missing: there is no such Graph; gone: it is in the bin; failed, with `error`.
// Whatever did not change stays the same object: select what you show, and nothing else draws you again.
export const doc = store(EMPTY);

export const path = (rest = "") => `/api/graphs/${doc.get().id}${rest}`;
export const graphOf = () => listed(doc.get());
export const nodeOf = (id) => doc.get().nodes[id];
export const incoming = (id) => doc.get().edges.filter(({ target }) => target === id);
export const outgoing = (id) => doc.get().edges.filter(({ source }) => source === id);

export const useNode = (id) => doc.use(({ nodes }) => nodes[id]);
export const canEdit = () => doc.get().status === "ready" && !doc.get().isLocked;
