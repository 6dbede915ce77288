// What goes on while a Graph is open: the page that is left, the connection that comes back, other tabs.
import { useEffect } from "react";
import { doc, graphOf } from "./doc.js";
import { bodyOf, last } from "./kept.js";
import { open } from "./opening.js";
import { catchUp, differs, flush, saving, standing } from "./saving.js";
import { heard } from "./tabs.js";

const UNSAFE = ["conflict", "gone", "failed", "offline"];

// Sent without waiting for the answer; it stays in the tab until one comes. What is on its way already
// may arrive before or after: mine goes over mine, and the older one is kept as a version.
const leave = () => {
  const { told, sent } = standing();
  if (!told || doc.get().id !== told.id || !differs()) return;
  const at = `/api/graphs/${told.id}`;
  const { state } = saving.get();
  if (state === "conflict") last("POST", `${at}/versions`, { graph: graphOf() });
  else if (!sent) last("PATCH", at, bodyOf(told, doc.get()));
  else if (sent.nodes !== doc.get().nodes || sent.edges !== doc.get().edges || sent.name !== doc.get().name) last("PATCH", at, bodyOf(told, doc.get(), { keep: "mine" }));
};

// The browser asks before a tab is closed that holds what the server would not take.
const guard = (event) => { if (UNSAFE.includes(saving.get().state) && differs()) event.preventDefault(); };

export const follow = () => {
  const seen = () => {
    if (document.visibilityState === "hidden") { if (differs()) flush(); }
    else catchUp();
  };
  const unheard = heard(({ id, revision, name }) => {
    const { told } = standing();
    if (id === told?.id && (!revision || revision > told.revision || name !== told.name)) catchUp();
  });
  window.addEventListener("pagehide", leave);
  window.addEventListener("online", flush);
  window.addEventListener("beforeunload", guard);
  document.addEventListener("visibilitychange", seen);
  return () => {
    unheard();
    window.removeEventListener("pagehide", leave);
    window.removeEventListener("online", flush);
    window.removeEventListener("beforeunload", guard);
    document.removeEventListener("visibilitychange", seen);
    if (differs()) flush();
  };
};

// The Graph of the page: id as in the address, "" for the one that was open last. The editor calls it once.
export const useDocument = (id) => {
  useEffect(() => { open(id); }, [id]);
  useEffect(() => follow(), []);
};
