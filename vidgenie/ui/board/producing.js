// Runs of the Project: started once however often a button is pressed, and cancelled.
import { call, read } from "../settings/rest.js";
import { newId, store } from "../cut/store.js";
import { tell } from "./notes.js";
import { path, refresh } from "./project.js";
import { flush } from "./saving.js";
import { isMoney } from "../ways/money.js";

// starting: name of the button that was pressed, "". error: why the last one did not start. wanted: {name, rest, body} of it.
export const work = store({ starting: "", error: null, wanted: null });

const unanswered = new Map(); // request -> its key: asked again after a lost answer, it is the same Run
const post = async (address, body) => {
  const request = `${address} ${JSON.stringify(body)}`;
  const key = unanswered.get(request) ?? newId();
  unanswered.set(request, key);
  const options = { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json", "Idempotency-Key": key }, body: JSON.stringify(body) };
  const answer = await read(await fetch(address, options).catch(() => null));
  if (answer.error?.code !== "offline") unanswered.delete(request);
  return answer;
};

// name: of the button. most: credits, the price that was shown. Answers what the server did, or null; what went wrong is shown.
export const start = async (name, rest, body = {}, most = undefined) => {
  if (work.get().starting) return null;
  work.set({ starting: name, error: null });
  await flush();
  const { data, error } = await post(path(rest), most === undefined ? body : { ...body, maxCredits: most });
  work.set({ starting: "", error: error ?? null, wanted: { name, rest, body } });
  // What is about credits has a card of its own.
  if (error && !isMoney(error)) tell({ tone: "bad", error });
  if (!error) await refresh();
  return data ?? null;
};

// Once more, at the price that holds now.
export const startAt = (most) => { const { name, rest, body } = work.get().wanted; return start(name, rest, body, most); };
// What the button of this name has asked for last, when that was refused.
export const refusedOf = (name) => { const { error, wanted } = work.get(); return error && wanted?.name === name ? wanted.body : null; };
export const forget = () => work.set({ error: null });

export const cancel = async () => {
  work.set({ starting: "cancel", error: null });
  const { error } = await call("POST", path("/cancel"));
  work.set({ starting: "", error: error ?? null });
  if (error) tell({ tone: "bad", error });
  await refresh();
};

export const quote = (plan) => call("POST", path("/quote"), plan);
