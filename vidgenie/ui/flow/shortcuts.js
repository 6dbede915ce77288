// Keys. They do nothing inside text fields, lists, dialogs and menus, but for the few that work everywhere on the canvas.
import { useEffect } from "react";
import { ACTIONS, act, canDo } from "./actions.js";
import { doc } from "./doc.js";
import { focusNode, nudge, walk } from "./moving.js";
import { titleOf } from "./names.js";
import { openMenu, say, stage, ui } from "./selection.js";

const ARROWS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
const FIELDS = "input, textarea, select, [contenteditable=''], [contenteditable='true'], [role=textbox], [role=combobox], [role=listbox]";
const CLOSED = "dialog, [role=dialog], [role=menu], [popover]";
const OWN = "button, a, summary, video, audio, [role=tab], [role=slider]"; // these know Enter, Space and Tab themselves
const ON_OWN = ["Enter", "Tab", " "];

// "Ctrl+Shift+V" of an event; letters as they are printed, signs as they are typed.
export const spelled = (event) => {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const isSign = event.key.length === 1 && event.key.toLowerCase() === event.key.toUpperCase();
  return [(event.ctrlKey || event.metaKey) && "Ctrl", event.altKey && "Alt", event.shiftKey && !isSign && "Shift", key].filter(Boolean).join("+");
};

const BY_KEY = new Map(ACTIONS.flatMap((action) => (action.keys ?? []).map((keys) => [keys, action])));
export const actionOf = (event) => BY_KEY.get(spelled(event));

// Whether a key that is pressed here is nobody else's.
export const isFree = (target, action, key) => {
  // For a moment the focus may still be in a dialog that is closed already.
  const at = target instanceof Element && !target.closest("dialog:not([open])") ? target : document.body;
  if (at.closest(CLOSED)) return false;
  if (at.closest(FIELDS)) return Boolean(action?.isEverywhere);
  if (at.closest(OWN) && ON_OWN.includes(key)) return Boolean(action?.isEverywhere);
  // Tab goes on through the page; on the canvas it adds.
  return key !== "Tab" || at === document.body || Boolean(at.closest("[data-testid=canvas]"));
};

const menuByKey = (event) => {
  const [id] = ui.get().selected;
  const card = id && stage.box?.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
  const { left, top, width } = (card || stage.box).getBoundingClientRect();
  const at = { x: left + (card ? width / 2 : 80), y: top + (card ? 40 : 80) };
  event.preventDefault();
  openMenu({ ...at, at: stage.flow.screenToFlowPosition(at), kind: id ? "node" : "canvas", id: id ?? "" });
};

// Out of a field, back to its node.
const leaves = (target) => {
  const id = target.closest?.(FIELDS) && target.closest(".react-flow__node")?.dataset.id;
  if (id) focusNode(id, false);
  return Boolean(id);
};

const arrow = (t, event) => {
  event.preventDefault();
  const way = ARROWS[event.key];
  if (event.altKey) { nudge(way, event.shiftKey ? 100 : undefined); return; }
  const id = walk(way);
  say(id ? t("canvas.node_label", { name: titleOf(t, doc.get().nodes[id]) }) : t("canvas.no_neighbour"));
};

export const useShortcuts = (t) => {
  useEffect(() => {
    const onKey = (event) => {
      if (event.defaultPrevented || event.isComposing || doc.get().status !== "ready") return;
      const action = actionOf(event);
      if (ui.get().menu || document.querySelector("dialog[open]")) return;
      if (event.key === "Escape" && leaves(event.target)) return;
      if (!isFree(event.target, action, event.key)) return;
      if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) { menuByKey(event); return; }
      if (event.key in ARROWS && !event.ctrlKey && !event.metaKey) { arrow(t, event); return; }
      if (!action || event.repeat && action.group === "run") return;
      // What is marked on the page is copied by the browser.
      if (action.name === "copy" && String(window.getSelection())) return;
      if (!canDo(action.name)) return;
      event.preventDefault();
      act(t, action.name);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [t]);
};
