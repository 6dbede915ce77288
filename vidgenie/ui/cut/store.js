// A value that several parts of the page show and change.
import { useSyncExternalStore } from "react";

const whole = (value) => value;

export const store = (first) => {
  let now = first;
  const listeners = new Set();
  const get = () => now;
  const set = (change) => {
    const next = typeof change === "function" ? change(now) : { ...now, ...change };
    if (next === now) return;
    now = next;
    listeners.forEach((listener) => listener());
  };
  const subscribe = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  // select: the part that is looked at; it must be the same object, or a plain value, while nothing changed.
  const use = (select = whole) => useSyncExternalStore(subscribe, () => select(now), () => select(first));
  return { get, set, subscribe, use };
};

// Also where the page is not served over https, where crypto.randomUUID is not there.
export const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
