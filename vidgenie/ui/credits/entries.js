// The history that is looked at: page after page, and its beginning again whenever credits have moved.
import { useCallback, useEffect, useRef, useState } from "react";
import { call } from "../settings/rest.js";
import { joined, pathOf } from "./asking.js";
import { useNews } from "./live.js";

const FIRST = Object.freeze({ items: null, next: null, error: null });

// isOn: the address was read.
export const useEntries = (asked, isOn, live) => {
  const [state, setState] = useState(FIRST);
  const [isMore, setMore] = useState(false);
  const round = useRef(0);
  const path = isOn ? pathOf(asked) : "";
  const now = useRef({ state, asked, path });
  now.current = { state, asked, path };
  const read = useCallback(async (from, fit) => {
    const mine = ++round.current;
    const { data, error } = await call("GET", from);
    if (mine === round.current) setState((old) => (data ? { ...fit(old, data), error: null } : { ...old, items: old.items ?? null, error }));
  }, []);
  useEffect(() => { if (path) read(path, (_, data) => ({ items: data.items, next: data.nextCursor })); }, [path, read]);
  const reload = useCallback(() => (now.current.path ? read(now.current.path, joined) : undefined), [read]);
  useNews(live, reload);
  const more = useCallback(async () => {
    const { state: shown, asked: wanted } = now.current;
    if (!shown.next) return;
    setMore(true);
    await read(pathOf(wanted, shown.next), (old, data) => ({ items: [...old.items, ...data.items.filter(({ id }) => !old.items.some((one) => one.id === id))], next: data.nextCursor }));
    setMore(false);
  }, [read]);
  return { ...state, isMore, reload, more };
};
