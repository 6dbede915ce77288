// The stored keys as all cards see them (masks, never a key), kept fresh: read again when the window
// gets the focus, and when another tab of ours says that it changed something.
import { useEffect, useSyncExternalStore } from "react";
import { withConfirmation } from "./confirm.jsx";
import { call } from "./rest.js";

const KEYS = "/api/user/api-keys";
const EMPTY = { providers: null, encryption: null, policy: "managed", error: null };

let state = EMPTY;
let round = 0;
const listeners = new Set();
const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("vg_keys");

const put = (next) => {
  state = { ...state, ...next };
  listeners.forEach((listener) => listener());
};

export const keyOf = (slug) => state.providers?.find((found) => found.slug === slug)?.key ?? null;

export const loadKeys = async () => {
  const mine = ++round;
  const { data, error } = await call("GET", KEYS);
  if (mine !== round) return;
  put(error ? { error } : { providers: data.providers, encryption: data.encryption, policy: data.policy, error: null });
};

// After a change: what the server has now, here and in the other tabs.
export const changed = async () => {
  tabs?.postMessage("changed");
  await loadKeys();
};

const subscribe = (listener) => {
  if (listeners.size === 0) {
    window.addEventListener("focus", loadKeys);
    tabs?.addEventListener("message", loadKeys);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.removeEventListener("focus", loadKeys);
    tabs?.removeEventListener("message", loadKeys);
  };
};

export const useKeys = () => {
  const shown = useSyncExternalStore(subscribe, () => state, () => EMPTY);
  useEffect(() => { loadKeys(); }, []);
  return shown;
};

// The vault of sealed keys is code of its own, loaded when somebody needs it.
export const vault = () => import("../vault/store.js");

// The server's answer has the code; what the browser's own vault throws may only have words.
const asError = (thrown) => ({ error: thrown?.code ? { ...thrown, code: thrown.code } : { code: "unknown" } });

// revision: the one this change starts from, 0 = no key; null overwrites whatever is there.
export const saveKey = async (slug, key, { mode, revision }) => {
  if (mode === "sealed") {
    return withConfirmation(async () => {
      try {
        const { ensureVault, sealKey } = await vault();
        if (!(await ensureVault())) return { error: { code: "cancelled" } };
        return { data: await sealKey(slug, key, revision === null ? {} : { revision }) };
      } catch (thrown) {
        return asError(thrown);
      }
    });
  }
  const body = revision === null ? { [slug]: key } : { [slug]: key, revisions: { [slug]: revision } };
  return withConfirmation(() => call("PUT", KEYS, body));
};

export const deleteKey = (slug) => withConfirmation(() => call("DELETE", `${KEYS}/${slug}`));

// key: what is typed, null for the stored one. kind: of the Provider that is asked, when it matters.
export const testKey = (slug, key, kind) => call("POST", `${KEYS}/validate`, { provider: slug, ...(key === null ? {} : { key }), ...(kind ? { kind } : {}) });

// A sealed key, opened in this browser; null when the person did not unlock it.
export const openSealed = async (slug) => {
  try {
    const { ensureVault, openKey } = await vault();
    return (await ensureVault()) ? { data: await openKey(slug) } : { error: { code: "cancelled" } };
  } catch (thrown) {
    return asError(thrown);
  }
};
