// What is typed in for a Provider saves itself; who is about to test it waits until it is kept.
import { useEffect, useRef, useState } from "react";
import { withConfirmation } from "./confirm.jsx";
import { changed } from "./key_store.js";
import { call } from "./rest.js";

const OPTIONS = "/api/user/provider-options";

// One request after the other: the last value wins.
let queue = Promise.resolve({});

const saveOption = (slug, name, value) => {
  const work = async () => {
    const answer = await withConfirmation(() => call("PUT", OPTIONS, { [slug]: { [name]: value } }));
    if (!answer.error) await changed();
    return answer;
  };
  queue = queue.then(work);
  return queue;
};

// Once everything that was typed so far is kept, or was refused.
export const settled = () => queue;

// state: idle, saving, saved, failed. error: why it failed. `kept`: what the server has.
export const useOption = (slug, name, kept) => {
  const [text, setText] = useState(kept);
  const [state, setState] = useState("idle");
  const [error, setError] = useState(null);
  const now = useRef({ text: kept, sent: kept });

  // Another tab, or the server's own way to write it.
  useEffect(() => {
    const at = now.current;
    const isDirty = at.text !== at.sent;
    at.sent = kept;
    if (isDirty) return;
    at.text = kept;
    setText(kept);
  }, [kept]);

  const save = async (wanted = now.current.text) => {
    const at = now.current;
    if (wanted === at.sent) return;
    const before = at.sent;
    at.sent = wanted;
    setState("saving");
    setError(null);
    const answer = await saveOption(slug, name, wanted);
    if (!answer.error) {
      setState("saved");
      return;
    }
    at.sent = before;
    setState("failed");
    if (answer.error.code !== "cancelled") setError(answer.error);
  };
  const type = (typed) => {
    now.current.text = typed;
    setText(typed);
    setState("idle");
    setError(null);
  };
  // A choice is made at once.
  const pick = (picked) => {
    type(picked);
    save(picked);
  };

  useEffect(() => {
    const at = now.current;
    return () => { if (at.text !== at.sent) saveOption(slug, name, at.text); };
  }, []);
  return { text, state, error, type, pick, save: () => save() };
};
