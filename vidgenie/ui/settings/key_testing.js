// Asks a service about a key, and about what was typed in, by a request that costs nothing.
import { useState } from "react";
import { settled } from "./option_store.js";
import { changed, openSealed, testKey } from "./key_store.js";

// verdict: of what is not stored with the key. problem: why it could not be asked.
export const useTesting = ({ slug, key: stored }, saving, mode) => {
  const [verdict, setVerdict] = useState(null);
  const [problem, setProblem] = useState(null);
  const [isTesting, setTesting] = useState(false);

  const clear = () => {
    setVerdict(null);
    setProblem(null);
  };
  const test = async () => {
    if (isTesting) return;
    setTesting(true);
    clear();
    await settled();
    const typed = saving.text.trim();
    const outcome = typed ? await saving.save() : "saved";
    if (outcome === "refused") {
      setTesting(false);
      return;
    }
    const isSaved = outcome === "saved";
    let key = typed && (!isSaved || mode === "sealed") ? typed : null;
    let answer = {};
    if (key === null && stored?.mode === "sealed") {
      answer = await openSealed(slug);
      key = answer.data ?? null;
    }
    if (!answer.error) answer = await testKey(slug, key);
    if (answer.error && answer.error.code !== "cancelled") setProblem(answer.error);
    if (answer.data) {
      const isAboutKey = ["", "key_refused", "no_credit", "forbidden"].includes(answer.data.detail);
      const isRemembered = isSaved && mode === "managed" && (stored || typed) && isAboutKey;
      if (!isRemembered) setVerdict(answer.data);
      if (isSaved) await changed();
    }
    setTesting(false);
  };
  return { verdict, problem, isTesting, test, clear, setProblem };
};
