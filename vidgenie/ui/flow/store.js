// What changes while a Run goes on, by Node: only the Nodes whose entry changed are drawn again.
import { createContext, useCallback, useContext, useSyncExternalStore } from "react";

export const Canvas = createContext(null);
const IDLE = Object.freeze({ s: "idle", p: 0 });
const NOTHING = Object.freeze({});

export class Store {
  constructor() {
    this.live = {};
    this.more = {};
    this.listeners = new Map();
    this.all = { subscribe: (listener) => this.subscribe("", listener), read: () => this.live };
  }

  subscribe(id, listener) {
    if (!this.listeners.has(id)) this.listeners.set(id, new Set());
    this.listeners.get(id).add(listener);
    return () => this.listeners.get(id).delete(listener);
  }

  replace(live, more) {
    const before = { live: this.live, more: this.more };
    this.live = live;
    this.more = more;
    const ids = new Set([before.live, before.more, live, more].flatMap(Object.keys));
    for (const id of ids) {
      if (before.live[id] !== live[id] || before.more[id] !== more[id]) this.tell(id);
    }
    if (before.live !== live) this.tell("");
  }

  tell(id) {
    this.listeners.get(id)?.forEach((listener) => listener());
  }
}

export const useStore = (part) => useSyncExternalStore(part.subscribe, part.read, part.read);

const usePart = (name, id, fallback) => {
  const { store } = useContext(Canvas);
  const subscribe = useCallback((listener) => store.subscribe(id, listener), [store, id]);
  const read = () => store[name][id] ?? fallback;
  return useSyncExternalStore(subscribe, read, read);
};

// {s: status, p: progress, b: begun, epoch ms, d: took, ms, u: asked again at, epoch ms, l: ms until then, q: 1 in doubt}
export const useLive = (id) => usePart("live", id, IDLE);

// What the Node made, or why it failed.
export const useMore = (id) => usePart("more", id, NOTHING);
