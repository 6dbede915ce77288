// The Runs that are looked at: page after page, and again for as long as something is under way.
import { useCallback, useEffect, useRef, useState } from "react";
import { call } from "../settings/rest.js";
import { usePolling } from "../projects/polling.js";
import { joined, MOST, pathOf, SIZE } from "./asking.js";

const EVERY = 2000; // ms between two looks
const FIRST = Object.freeze({ items: null, next: null, counts: null, error: null });

// isOn: the address was read. Answers what there is, how to read it again, and how to read more.
export const useRuns = (asked, isOn) => {
  const [state, setState] = useState(FIRST);
  const [isMore, setMore] = useState(false);
  const round = useRef(0);
  const path = isOn ? pathOf(asked) : "";
  const now = useRef({ asked, state });
  now.current = { asked, state };
  useEffect(() => {
    if (!path) return;
    const mine = ++round.current;
    call("GET", path).then(({ data, error }) => {
      if (mine === round.current) setState((old) => (data ? { items: data.items, next: data.nextCursor, counts: data.counts, error: null } : { ...old, error }));
    });
  }, [path]);
  const reload = useCallback(async () => {
    const mine = ++round.current;
    const { items } = now.current.state;
    const { data, error } = await call("GET", pathOf(now.current.asked, Math.min(MOST, Math.max(SIZE, items?.length ?? 0))));
    if (mine !== round.current) return;
    setState((old) => (data ? { items: joined(data.items, old.items ?? [], !data.nextCursor), next: old.items?.length > data.items.length ? old.next : data.nextCursor, counts: data.counts, error: null } : { ...old, error }));
  }, []);
  const more = useCallback(async () => {
    const { items, next } = now.current.state;
    if (!next) return;
    const mine = ++round.current;
    setMore(true);
    const { data, error } = await call("GET", pathOf(now.current.asked, SIZE, items.at(-1).id));
    setMore(false);
    if (mine !== round.current) return;
    setState((old) => (data ? { ...old, items: [...old.items, ...data.items.filter(({ id }) => !old.items.some((run) => run.id === id))], next: data.nextCursor, error: null } : { ...old, error }));
  }, []);
  const underWay = state.counts?.active ?? 0;
  usePolling(reload, underWay > 0, EVERY);
  return { ...state, underWay, isMore, reload, more };
};
