// The commands that start and stop Runs, for buttons, menus and keys.
import { cancel, start } from "./live.js";
import { ui } from "./selection.js";

// The Node that is meant when a command names none.
const chosen = () => (ui.get().selected.length === 1 ? ui.get().selected[0] : "");
const ofNode = (scope, id = chosen()) => (id ? start({ scope, node: id }) : Promise.resolve({}));

export const runMissing = () => start();
export const runInFront = () => start({ front: true });
export const runAll = () => start({ scope: "all" });
export const runFrom = (id) => ofNode("from", id);
export const runOnly = (id) => ofNode("only", id);
export const stop = () => cancel();
