// What changes the list of Segments: each act is one request, after everything that was typed is saved.
import { call } from "../settings/rest.js";
import { store } from "../cut/store.js";
import { announce, apply, arrange, board, path } from "./project.js";
import { say, tell } from "./notes.js";
import { enqueue, flush } from "./saving.js";

// Where the focus goes once the list is drawn anew: {id, field, at}.
export const wish = store({ id: "", field: "", at: null });
export const focusOn = (id, field = "text", at = null) => wish.set({ id, field, at });

const act = async (method, rest, body) => {
  await flush();
  return enqueue(async () => {
    const answer = await call(method, path(rest), typeof body === "function" ? body() : body);
    if (answer.data) { apply(answer.data); announce(); }
    else if (answer.error.current) { apply(answer.error.current); tell({ tone: "bad", error: answer.error }); }
    else tell({ tone: "bad", error: answer.error });
    return answer;
  });
};

const version = () => board.get().head.version;
const fresh = (before) => board.get().order.find((id) => !before.includes(id));

export const addAfter = async (after, values = {}) => {
  const before = board.get().order;
  const { data } = await act("POST", "/segments", () => ({ after: after ?? before.at(-1) ?? null, version: version(), ...values }));
  if (data) focusOn(fresh(before));
};

export const remove = async (t, id) => {
  const { order } = board.get();
  const place = order.indexOf(id);
  const { data } = await act("DELETE", `/segments/${id}`);
  if (!data) return;
  tell({ text: t("board.removed", { n: place + 1 }), action: { text: t("board.undo"), run: () => undo(t), testId: "toast-undo" } });
  const next = board.get().order[Math.min(place, order.length - 2)];
  if (next) focusOn(next, "card");
};

export const split = async (t, id, at) => {
  const before = board.get().order;
  const { data } = await act("POST", `/segments/${id}/split`, { at });
  if (!data) return;
  focusOn(fresh(before), "text", 0);
  say(t("board.did_split", { n: before.indexOf(id) + 1 }));
};

export const merge = async (t, id, at) => {
  const { data } = await act("POST", `/segments/${id}/merge`);
  if (!data) return;
  focusOn(id, "text", at);
  say(t("board.did_merge", { n: board.get().order.indexOf(id) + 1 }));
};

const place = (order, id, to) => {
  const rest = order.filter((one) => one !== id);
  rest.splice(Math.max(0, Math.min(rest.length, to)), 0, id);
  return rest;
};

// While it is dragged only the page knows.
export const drag = (id, to) => arrange(place(board.get().order, id, to));

let asked = null; // order that is on its way
export const saveOrder = (t) => {
  const mine = board.get().order;
  if (asked) { asked = mine; return; }
  asked = mine;
  flush();
  enqueue(async () => {
    const ids = asked;
    asked = null;
    const { data, error } = await call("PUT", path("/segments/order"), { ids, version: version() });
    if (data) { apply(data); announce(); return; }
    if (error.current) apply(error.current); else arrange(ids); // as it was dragged, until it is tried again
    const isSame = error.current && ids.every((id) => board.get().segments[id]) && ids.length === board.get().order.length;
    tell({ tone: "bad", ...(error.current ? { text: t("board.order_theirs") } : { error }), action: isSame || !error.current ? { text: error.current ? t("board.order_mine") : t("board.retry"), run: () => { arrange(ids); saveOrder(t); }, testId: "order-mine" } : undefined });
  });
};

export const step = (t, id, by) => {
  const { order } = board.get();
  const to = Math.max(0, Math.min(order.length - 1, order.indexOf(id) + by));
  if (to === order.indexOf(id)) return;
  arrange(place(order, id, to));
  focusOn(id, "same");
  say(t("board.moved", { place: to + 1, total: order.length }));
  saveOrder(t);
};

export const undo = (t) => turned(t, "/undo");
export const redo = (t) => turned(t, "/redo");
const turned = async (t, way) => {
  const { data } = await act("POST", way);
  if (data) say(way === "/undo" ? t("board.did_undo") : t("board.did_redo"));
};

export const choose = (id, takeId) => act("PUT", `/segments/${id}/take`, { takeId });
export const removeTake = (id) => act("DELETE", `/takes/${id}`);
