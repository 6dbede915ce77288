// Requests of admins: who may not ask is led to where it can be put right.
import { useCallback, useEffect, useRef } from "react";
import { newId } from "../cut/store.js";
import { call, read, useResource } from "../settings/rest.js";

export { call };

const DETOURS = {
  not_signed_in: () => `/login?next=${encodeURIComponent(window.location.pathname)}`,
  totp_required: () => "/settings#second-factor",
};

// What `path` answers and the way to read it again; somebody who has to log in first is led there.
export const useAdmin = (path) => {
  const [data, error, reload] = useResource(path);
  const detour = DETOURS[error?.code] ?? DETOURS[error?.problem];
  useEffect(() => { if (detour) window.location.assign(detour()); }, [detour]);
  return [data, error, reload];
};

// A request that got no answer is repeated under the key it had: credits move once.
export const useOnce = () => {
  const last = useRef({ text: "", key: "" });
  return useCallback(async (path, body) => {
    const text = JSON.stringify(body);
    if (last.current.text !== path + text) last.current = { text: path + text, key: newId() };
    const headers = { "Content-Type": "application/json", "Idempotency-Key": last.current.key };
    const answer = await read(await fetch(path, { method: "POST", credentials: "same-origin", headers, body: text }).catch(() => null));
    if (answer.error?.code !== "offline") last.current = { text: "", key: "" };
    return answer;
  }, []);
};
