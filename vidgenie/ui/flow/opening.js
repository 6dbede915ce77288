// Opening a Graph.
import { call } from "../settings/rest.js";
import { doc, EMPTY } from "./doc.js";
import { forget } from "./history.js";
import { indexed } from "./merge.js";
import { begin, catchUp, differs, flush, resume, saving } from "./saving.js";

const MISSING = ["not_found", "invalid_input"];
let round = 0;

// id "": the Graph that was open last. Of two that are opened only the later one counts.
export const open = async (id) => {
  round += 1;
  const mine = round;
  const { id: old, status } = doc.get();
  if (id && old === id && status === "ready" && saving.get().state !== "gone") { await catchUp(); return; }
  if (old !== id && differs()) await flush();
  if (mine !== round) return;
  doc.set(() => ({ ...EMPTY, id }));
  const { data, error } = await call("GET", id ? `/api/graphs/${id}?open=true` : "/api/graphs/current");
  if (mine !== round) return;
  if (error) { doc.set({ status: MISSING.includes(error.code) ? "missing" : error.problem === "deleted" ? "gone" : "failed", error }); return; }
  forget();
  const document = begin({ id: data.id, name: data.name, revision: data.revision, ...indexed(data.graph) });
  doc.set(() => ({ ...EMPTY, ...document, status: data.deletedAt ? "gone" : "ready" }));
  if (differs()) resume();
};
