// The commands that start and stop Runs, for buttons, menus and keys.
import { cancel, start } from "./live.js";
import { ui } from "./selection.js";
import { standing } from "./standing.js";

// The Node that is meant when a command names none.
const chosen = () => (ui.get().selected.length === 1 ? ui.get().selected[0] : "");
const ofNode = (scope, id = chosen()) => (id ? start({ scope, node: id }) : Promise.resolve({}));

// The price beside the button; of a Graph that cannot run there is none.
const shown = () => { const { plan } = standing.get(); return plan && !(plan.problem && !plan.total) ? plan.total : undefined; };

export const runMissing = () => start({ most: shown() });
export const runInFront = () => start({ front: true, most: shown() });
export const runAll = () => start({ scope: "all" });
export const runFrom = (id) => ofNode("from", id);
export const runOnly = (id) => ofNode("only", id);
export const stop = () => cancel();
