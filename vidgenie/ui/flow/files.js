// Graphs as files: taken away as JSON, and read from JSON or from a video that carries its receipt.
import { useCallback, useRef, useState } from "react";
import { store } from "../cut/store.js";
import { call } from "../settings/rest.js";
import { replaceGraph } from "./commands.js";
import { doc, graphOf, path } from "./doc.js";
import { receiptOf } from "./receipt_file.js";
import { complain, say } from "./said.js";
import { flush } from "./saving.js";

const LARGEST = 5_000_000; // bytes of JSON
const DEEPEST = 64; // lists and objects inside each other
export const ACCEPTED = ".json,application/json,.mp4,video/mp4";

// null, or {file: its name, isReading, preview: {name, graph, nodes, unknownTypes, missing, dropped}, error}
export const importing = store(null);
export const stopImporting = () => importing.set(() => null);

const download = (href, name) => {
  const link = Object.assign(document.createElement("a"), { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
};
// Without the server: what is on the canvas, without the Runs that Nodes are pinned to.
const asText = () => {
  const { nodes, edges } = graphOf();
  const free = nodes.map(({ pin: _, ...node }) => node);
  return JSON.stringify({ vidgenie: { graph: 1 }, name: doc.get().name, graph: { nodes: free, edges } }, null, 2);
};
export const exportGraph = async () => {
  const isSaved = (await flush()) !== null;
  if (isSaved) { download(path("/export"), ""); return; }
  const url = URL.createObjectURL(new Blob([asText()], { type: "application/json" }));
  download(url, `${doc.get().name.replace(/[^\p{L}\p{N} _-]/gu, "").trim() || "graph"}.json`);
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

const isVideo = (file) => /\.(mp4|m4v|mov)$/i.test(file.name) || file.type.startsWith("video/");
const isDeep = (value, left = DEEPEST) => value !== null && typeof value === "object" && (left === 0 || Object.values(value).some((one) => isDeep(one, left - 1)));
// What is in a file; null: there is no Graph in it, as far as can be told here.
export const readFile = async (file) => {
  if (isVideo(file)) return receiptOf(file);
  if (file.size > LARGEST) return null;
  try {
    const data = JSON.parse(await file.text());
    return isDeep(data) ? null : data;
  } catch { return null; }
};

// A file was chosen or dropped: the server looks at it, and a person decides.
export const importFile = async (file) => {
  if (!file) return;
  importing.set(() => ({ file: file.name, isReading: true, preview: null, error: null }));
  const data = await readFile(file);
  const { data: preview, error } = data === null ? { error: { code: "no_graph" } } : await call("POST", "/api/graphs/import", { data });
  importing.set((old) => (old?.file === file.name ? { ...old, isReading: false, preview: preview ?? null, isVideo: isVideo(file), error: error ?? null } : old));
};

// The id of the new Graph, "" when that failed.
export const acceptAsNew = async ({ name, graph }) => {
  const { data, error } = await call("POST", "/api/graphs", { ...(name && { name }), graph });
  if (error) { complain(error); return ""; }
  stopImporting();
  return data.id;
};

// What is on the canvas is kept as a version first.
export const acceptHere = async ({ graph }) => {
  const revision = await flush();
  const kept = await call("POST", path("/versions"), { reason: "import", graph: graphOf() });
  if (revision === null || kept.error) { if (kept.error) complain(kept.error); else say("not_saved", { tone: "bad" }); return false; }
  replaceGraph(graph, { act: "import" });
  stopImporting();
  say("replaced");
  return true;
};

const hasFiles = (event) => [...event.dataTransfer.types].includes("Files");
// [whether a file hangs over it, what the element gets]: files that are dropped on the canvas.
export const useFileDrop = () => {
  const depth = useRef(0);
  const [isOver, setOver] = useState(false);
  const on = useCallback((act) => (event) => { if (hasFiles(event)) { event.preventDefault(); act(event); } }, []);
  return [isOver, {
    onDragEnter: on(() => { depth.current += 1; setOver(true); }),
    onDragOver: on((event) => { event.dataTransfer.dropEffect = "copy"; }),
    onDragLeave: on(() => { depth.current -= 1; if (depth.current <= 0) { depth.current = 0; setOver(false); } }),
    onDrop: on((event) => { depth.current = 0; setOver(false); importFile(event.dataTransfer.files[0]); }),
  }];
};
