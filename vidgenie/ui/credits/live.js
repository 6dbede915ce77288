// What the server says about credits, read again whenever it says that something has changed.
import { useEffect, useRef } from "react";
import { useResource } from "../settings/rest.js";

const CALM = 250; // ms: several Nodes often end together

// live: another text after each change. again(): called some moments after one.
export const useNews = (live, again) => {
  const latest = useRef(again);
  latest.current = again;
  const known = useRef(live);
  useEffect(() => {
    if (known.current === live) return undefined;
    known.current = live;
    const timer = setTimeout(() => latest.current(), CALM);
    return () => clearTimeout(timer);
  }, [live]);
};

export const useBalance = (live) => {
  const [data, error, reload] = useResource("/api/credits/balance");
  useNews(live, reload);
  return [data, error, reload];
};
