// Opening a Graph, and what goes on while it is open.
import { call } from "../settings/rest.js";
import { doc, EMPTY } from "./doc.js";
import { forget } from "./history.js";
import { begin } from "./saving.js";
import { indexed } from "./merge.js";

const MISSING = ["not_found", "invalid_input"];
let round = 0;

// id "": the Graph that was open last. Of two that are opened only the later one counts.
export const open = async (id) => {
  round += 1;
  const mine = round;
  if (!id || doc.get().id !== id) doc.set(() => ({ ...EMPTY, id: id || "" }));
  const { data, error } = await call("GET", id ? `/api/graphs/${id}?open=true` : "/api/graphs/current");
  if (mine !== round) return null;
  if (error) { doc.set({ status: MISSING.includes(error.code) ? "missing" : error.problem === "deleted" ? "gone" : "failed", error }); return null; }
  forget();
  const document = begin({ id: data.id, name: data.name, revision: data.revision, ...indexed(data.graph) });
  doc.set(() => ({ ...EMPTY, ...document, status: data.deletedAt ? "gone" : "ready" }));
  return data;
};
