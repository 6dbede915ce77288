// The versions of the open Graph, newest first.
import { useCallback, useEffect, useRef, useState } from "react";
import { call } from "../settings/rest.js";
import { store } from "../cut/store.js";
import { canEdit, doc, path } from "./doc.js";
import { remember, undo } from "./history.js";
import { complain, say } from "./said.js";
import { adopt, flush, saving } from "./saving.js";
import { announce } from "./tabs.js";

// Raised when a version was made or renamed here.
export const changes = store({ count: 0 });
export const changed = () => changes.set(({ count }) => ({ count: count + 1 }));

// {items, cursor, error, isLoading}, more(), reload()
export const useVersions = (id) => {
  const [state, setState] = useState({ items: [], cursor: null, error: null, isLoading: true });
  const round = useRef(0);
  const { count } = changes.use();
  const savedAt = saving.use(({ at }) => at); // the server keeps some by itself while it saves
  const read = useCallback(async (cursor) => {
    round.current += 1;
    const mine = round.current;
    const { data, error } = await call("GET", `/api/graphs/${id}/versions${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);
    if (mine !== round.current) return;
    setState((old) => ({ items: data ? [...(cursor ? old.items : []), ...data.items] : old.items, cursor: data ? data.nextCursor : old.cursor, error: error ?? null, isLoading: false }));
  }, [id]);
  useEffect(() => { read(); return () => { round.current += 1; }; }, [read, count, savedAt]);
  return { ...state, more: () => read(state.cursor), reload: () => read() };
};

export const renameVersion = async (number, name) => {
  const { error } = await call("PATCH", path(`/versions/${number}`), { name });
  if (error) complain(error);
  changed();
};

// What is there is kept as a version first, and undo brings it back too.
export const restoreVersion = async (number) => {
  if (!canEdit()) return false;
  if ((await flush()) === null) { say("not_saved", { tone: "bad" }); return false; }
  const { data, error } = await call("POST", path(`/versions/${number}/restore`));
  if (error) { complain(error); return false; }
  const before = doc.get();
  adopt(data);
  remember({ act: "restore" }, before, doc.get());
  announce(data);
  changed();
  say("restored", { tone: "good", values: { n: number }, action: { name: "undo", run: undo } });
  return true;
};
