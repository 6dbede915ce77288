// A key saves itself: shortly after it was pasted or the typing stopped, and when the field is left.
import { useEffect, useRef, useState } from "react";
import { changed, keyOf, saveKey } from "./key_store.js";

const PAUSE = 800; // ms
// No service has keys this short: what is typed so far is not one yet. Leaving the field asks the server.
const SHORTEST = 16;

// state: idle, typing, saving, saved, failed, conflict. error: why it failed.
export const useSaving = (slug, mode) => {
  const [text, setText] = useState("");
  const [state, setState] = useState("idle");
  const [error, setError] = useState(null);
  const now = useRef({ text: "", saved: "", base: 0, timer: 0, running: null, mode });
  now.current.mode = mode;

  // Gives "saved", "nothing" (to save), "refused" (it cannot be a key) or "failed".
  const save = async ({ overwrite = false } = {}) => {
    const at = now.current;
    clearTimeout(at.timer);
    if (at.running) await at.running;
    const key = at.text.trim();
    if (!key) return "nothing";
    if (key === at.saved) return "saved";
    const work = (async () => {
      setState("saving");
      setError(null);
      const answer = await saveKey(slug, key, { mode: at.mode, revision: overwrite ? null : at.base });
      if (answer.error?.problem === "stale_version") {
        await changed();
        setState("conflict");
        return "failed";
      }
      if (answer.error) {
        const isRefused = answer.error.code === "invalid_input";
        setState("failed");
        if (answer.error.code !== "cancelled") setError(isRefused ? { ...answer.error, field: "key" } : answer.error);
        return isRefused ? "refused" : "failed";
      }
      at.saved = key;
      await changed();
      at.base = keyOf(slug)?.revision ?? 0;
      setState(at.text.trim() === key ? "saved" : "typing");
      return "saved";
    })();
    at.running = work;
    const outcome = await work;
    at.running = null;
    return outcome;
  };

  const type = (typed) => {
    const at = now.current;
    if (at.text.trim() === at.saved) at.base = keyOf(slug)?.revision ?? 0;
    at.text = typed;
    setText(typed);
    setError(null);
    clearTimeout(at.timer);
    const key = typed.trim();
    setState(key === "" ? "idle" : key === at.saved ? "saved" : "typing");
    if (key.length >= SHORTEST && key !== at.saved) at.timer = setTimeout(save, PAUSE);
  };

  const clear = () => {
    const at = now.current;
    clearTimeout(at.timer);
    at.text = "";
    at.saved = "";
    at.base = 0;
    setText("");
    setState("idle");
    setError(null);
  };

  // Another tab replaced the key while this one was typing.
  const notice = (revision) => {
    const at = now.current;
    const isDirty = at.text.trim() !== "" && at.text.trim() !== at.saved;
    if (isDirty && !at.running && revision !== at.base) {
      clearTimeout(at.timer);
      setState("conflict");
    } else if (!isDirty && at.saved && !at.running && revision !== at.base) clear();
  };

  useEffect(() => {
    const at = now.current;
    return () => {
      // Leaving the section counts as leaving the field, while there is still somebody to ask.
      clearTimeout(at.timer);
      const key = at.text.trim();
      if (key.length >= SHORTEST && key !== at.saved && !at.running) saveKey(slug, key, { mode: at.mode, revision: at.base }).then(changed);
    };
  }, []);
  return { text, state, error, type, save, clear, notice };
};
