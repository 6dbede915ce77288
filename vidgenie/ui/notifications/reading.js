// Notifications over the REST API.
import { useCallback, useEffect, useRef, useState } from "react";
import { call } from "../settings/rest.js";

const PATH = "/api/notifications";
const PAGE = 20;
const MOST = 100; // the longest page there is

export const newest = (limit) => call("GET", `${PATH}?limit=${limit}`);
export const markRead = (ids) => call("POST", `${PATH}/read`, { ids });
export const markAllRead = () => call("POST", `${PATH}/read`, { all: true });

// The list as far as it was turned, read again whenever there is news.
export const useNotifications = (isUnread, news) => {
  const [state, setState] = useState({ items: null, next: null, unread: 0, error: null });
  const round = useRef(0);
  const count = useRef(PAGE);
  const read = useCallback(async (cursor) => {
    const mine = ++round.current;
    const limit = cursor ? PAGE : Math.min(MOST, Math.max(PAGE, count.current));
    const { data, error } = await call("GET", `${PATH}?limit=${limit}&unread=${isUnread}${cursor ? `&cursor=${cursor}` : ""}`);
    if (mine !== round.current) return;
    setState((old) => {
      if (error) return { ...old, error };
      const items = cursor ? [...(old.items ?? []), ...data.items] : data.items;
      count.current = items.length;
      return { items, next: data.nextCursor, unread: data.unread, error: null };
    });
  }, [isUnread]);
  useEffect(() => {
    read("");
    return () => { round.current += 1; };
  }, [read, news]);
  return { ...state, reload: () => read(""), more: () => read(state.next) };
};
