// The REST API, as the settings use it: an answer is {data} or {error: {code, ...}}, never an exception.
import { useCallback, useEffect, useRef, useState } from "react";

const UNKNOWN = { code: "unknown" };

export const send = async (method, path, body) => {
  const options = { method, credentials: "same-origin", headers: {} };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  try {
    return await fetch(path, options);
  } catch {
    return null;
  }
};

export const read = async (answer) => {
  if (!answer) return { error: { code: "offline" } };
  const data = await answer.json().catch(() => null);
  if (answer.ok) return { data: data ?? {} };
  return { error: data?.code ? data : UNKNOWN };
};

export const call = async (method, path, body) => read(await send(method, path, body));

// What `path` answers, read when the part that needs it appears, and again by `reload`.
// Of two readings under way only the later one counts.
export const useResource = (path) => {
  const [state, setState] = useState({ data: null, error: null });
  const round = useRef(0);
  const reload = useCallback(async () => {
    const mine = ++round.current;
    const { data, error } = await call("GET", path);
    if (mine === round.current) setState((old) => ({ data: data ?? old.data, error: error ?? null }));
    return { data, error };
  }, [path]);
  useEffect(() => {
    reload();
    return () => { round.current += 1; };
  }, [reload]);
  return [state.data, state.error, reload];
};

// A request a person started: whether it is under way, what went wrong, and the way to start it.
export const useAction = () => {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const running = useRef(false);
  const run = useCallback(async (request) => {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    setError(null);
    const answer = await request();
    running.current = false;
    setBusy(false);
    setError(answer.error && answer.error.code !== "cancelled" ? answer.error : null);
    return answer.error ? null : answer.data ?? {};
  }, []);
  return { isBusy, error, run, clear: () => setError(null) };
};
