// What a person decides when the Graph was changed, or put into the bin, somewhere else.
import { call } from "../settings/rest.js";
import { doc, graphOf, path } from "./doc.js";
import { remember } from "./history.js";
import { complain, say } from "./said.js";
import { open } from "./opening.js";
import { adopt, flush, resume, save, saving } from "./saving.js";
import { announce } from "./tabs.js";

// Both: the two are kept as versions, mine stays on the canvas.
export const keepMine = () => save("mine");
export const keepBoth = () => save("both");

// Mine is kept as a version first; what I changed in other Nodes is still saved, and undo brings the rest back.
export const takeTheirs = async () => {
  const { nodes } = saving.get().conflict;
  const kept = await call("POST", path("/versions"), { graph: graphOf() });
  const { data, error } = kept.error ? kept : await call("GET", path());
  if (error) { complain(error); return; }
  const before = doc.get();
  adopt(data, nodes);
  remember({ act: "theirs" }, before, doc.get());
  say("mine_is_version");
  await resume();
};

export const bringBack = async () => {
  const { data, error } = await call("POST", path("/undelete"));
  if (error) { complain(error); return; }
  announce({ id: data.id });
  if (doc.get().status !== "ready") { await open(data.id); return; }
  adopt(data);
  await resume();
};

// The id of a new Graph made of what is on the canvas, "" when that failed.
export const keepAsNew = async () => {
  const { data, error } = await call("POST", "/api/graphs", { name: doc.get().name, graph: graphOf() });
  if (error) { complain(error); return ""; }
  return data.id;
};

// Works in any state, and says what it did.
export const saveVersion = async (name = "") => {
  if (doc.get().status !== "ready") return null;
  const revision = await flush();
  if (revision === null && saving.get().state !== "conflict") { say(saving.get().state === "gone" ? "is_gone" : "not_saved", { tone: "bad" }); return null; }
  const { data, error } = await call("POST", path("/versions"), { ...(name && { name }), ...(revision === null && { graph: graphOf() }) });
  if (error) { complain(error); return null; }
  say("version_saved", { tone: "good", values: { n: data.number } });
  return data;
};
