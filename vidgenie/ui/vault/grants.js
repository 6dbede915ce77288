// Gives Runs the keys they wait for, as long as the vault is unlocked.
import { grant } from "./store.js";

const AGAIN = 5000; // ms until the same request is tried once more
// The answers after which there is nothing to say: the request is over, or a newer one comes.
const isOver = ({ code, problem }) => ["not_found", "vault_closed"].includes(code) || ["past", "too_late"].includes(problem);

const idOf = ({ workflowId, provider, recipient, expiresAt }) => [workflowId, provider, recipient.id, expiresAt].join(" ");

// changed(): something is different about `problems`, the requests that could not be granted:
// [{request, error}]. A server that asks again for what it just got is not answered in a loop.
export const makeGrants = (changed) => {
  const tried = new Map(); // id -> ms
  let problems = [];

  const give = async (request) => {
    const others = problems.filter((problem) => idOf(problem.request) !== idOf(request));
    try {
      await grant(request);
      problems = others;
    } catch (error) {
      problems = isOver(error) ? others : [...others, { request, error }];
    }
    changed();
  };

  return {
    problems: () => problems,
    // Returns ms until it should be called again, 0 for not at all.
    handle: (requests, now = Date.now()) => {
      const ids = requests.map(idOf);
      for (const id of tried.keys()) if (!ids.includes(id)) tried.delete(id);
      const left = problems.filter(({ request }) => ids.includes(idOf(request)));
      if (left.length !== problems.length) {
        problems = left;
        changed();
      }
      for (const request of requests) {
        const id = idOf(request);
        if (now - (tried.get(id) ?? -AGAIN) < AGAIN) continue;
        tried.set(id, now);
        give(request);
      }
      return requests.length ? AGAIN : 0;
    },
  };
};
