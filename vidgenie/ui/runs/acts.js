// What can be done with a Run: stop it, start it again, take its Graph to the canvas.
import { newId } from "../cut/store.js";
import { call, read } from "../settings/rest.js";

export const cancel = (id) => call("POST", `/api/workflow/cancel/${id}`);
export const copy = (id) => call("POST", `/api/runs/${id}/copy`);
export const decide = (id, nodeId, decision) => call("POST", `/api/workflow/decide/${id}`, { nodeId, decision });

// {data: {again, anew, available, unlimited}} in credits, or {error}.
export const priceOf = (id) => call("GET", `/api/runs/${id}/retry`);

// A request that got no answer is asked again under the key it had: it can start one Run at most.
let unanswered = null; // {text: what was asked, key}

// anew: what it made is made, and paid for, again. instead: Node -> its other values. most: credits, the price that was
// shown: when it is more now nothing starts; where none was shown, the one that holds now.
export const retry = async (id, { anew = false, instead, most } = {}) => {
  const agreed = most === undefined ? await priceOf(id) : { data: { again: most, anew: most } };
  if (agreed.error) return agreed;
  const body = { anew, ...(instead && { instead }), maxCredits: anew ? agreed.data.anew : agreed.data.again };
  const text = `${id} ${JSON.stringify(body)}`;
  const key = unanswered?.text === text ? unanswered.key : newId();
  const options = { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json", "Idempotency-Key": key }, body: JSON.stringify(body) };
  const answer = await read(await fetch(`/api/runs/${id}/retry`, options).catch(() => null));
  unanswered = answer.error?.code === "offline" ? { text, key } : null;
  return answer;
};
