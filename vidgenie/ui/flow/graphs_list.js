// The Graphs of the Account, as the menu lists them.
import { useCallback, useEffect, useRef, useState } from "react";
import { call } from "../settings/rest.js";
import { doc } from "./doc.js";
import { complain, say } from "./said.js";
import { flush } from "./saving.js";
import { announce } from "./tabs.js";

const PAUSE = 200; // ms nobody types before it is searched
const MOST = 30;

// {items, cursor, error, isLoading}, more(), reload()
export const useGraphs = (query, isBin) => {
  const [state, setState] = useState({ items: [], cursor: null, error: null, isLoading: true });
  const round = useRef(0);
  const read = useCallback(async (cursor) => {
    round.current += 1;
    const mine = round.current;
    const asked = new URLSearchParams({ limit: MOST, ...(query && { q: query }), ...(isBin && { deleted: "true" }), ...(cursor && { cursor }) });
    const { data, error } = await call("GET", `/api/graphs?${asked}`);
    if (mine !== round.current) return;
    setState((old) => ({ items: data ? [...(cursor ? old.items : []), ...data.items] : old.items, cursor: data ? data.nextCursor : old.cursor, error: error ?? null, isLoading: false }));
  }, [query, isBin]);
  useEffect(() => {
    const timer = setTimeout(read, query ? PAUSE : 0);
    return () => { clearTimeout(timer); round.current += 1; };
  }, [read]);
  return { ...state, more: () => read(state.cursor), reload: () => read() };
};

const answer = ({ data, error }) => {
  if (error) complain(error);
  return data ?? null;
};
// What is open is saved first; each answers the Graph, or null after it has said what went wrong.
export const create = async () => { await flush(); return answer(await call("POST", "/api/graphs", {})); };
export const copyOf = async (id) => {
  if (id === doc.get().id && (await flush()) === null) { say("not_saved", { tone: "bad" }); return null; }
  return answer(await call("POST", `/api/graphs/${id}/duplicate`));
};
export const renameOther = async ({ id, revision }, name) => {
  const data = answer(await call("PATCH", `/api/graphs/${id}`, { revision, changes: {}, name }));
  if (data) announce(data);
  return data;
};
export const restore = async (id) => {
  const data = answer(await call("POST", `/api/graphs/${id}/undelete`));
  if (data) announce({ id });
  return data;
};
export const remove = async (id) => {
  if (id === doc.get().id) await flush();
  const data = answer(await call("DELETE", `/api/graphs/${id}`));
  if (data) announce({ id });
  return data;
};
