// What can be done with a Run: stop it, start it again, take its Graph to the canvas.
import { newId } from "../cut/store.js";
import { call, read } from "../settings/rest.js";

export const cancel = (id) => call("POST", `/api/workflow/cancel/${id}`);
export const copy = (id) => call("POST", `/api/runs/${id}/copy`);
export const decide = (id, nodeId, decision) => call("POST", `/api/workflow/decide/${id}`, { nodeId, decision });

// A request that got no answer is asked again under the key it had: it can start one Run at most.
let unanswered = null; // {text: what was asked, key}

// anew: what it made is made, and paid for, again.
export const retry = async (id, { anew = false } = {}) => {
  const text = `${id} ${anew}`;
  const key = unanswered?.text === text ? unanswered.key : newId();
  const options = { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json", "Idempotency-Key": key }, body: JSON.stringify({ anew }) };
  const answer = await read(await fetch(`/api/runs/${id}/retry`, options).catch(() => null));
  unanswered = answer.error?.code === "offline" ? { text, key } : null;
  return answer;
};
