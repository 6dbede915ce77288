// The Run of the Graph that is open: following it, starting one, stopping it.
import { newId } from "../cut/store.js";
import { call, read } from "../settings/rest.js";
import { doc, path } from "./doc.js";
import { catchUp, flush, saving } from "./saving.js";
import { listen } from "./stream.js";
import { FIRST, glimpses, isUnderWay, live, NONE, now, onNode, onRun, onSnapshot } from "./told.js";

export { IDLE, isOver, isUnderWay, live, useLive, useRun } from "./told.js";

// Runs of no Graph that were looked at and left again: what is told of them counts no more.
const left = new Set();
let isDeaf = false;
const HEARD = {
  snapshot: (data) => { isDeaf = left.has(data.workflowId); if (!isDeaf) onSnapshot(data); },
  node: (data) => isDeaf || onNode(data),
  run: (data) => isDeaf || onRun(data),
};

const ask = async (graphId) => {
  const { run, visiting } = live.get();
  const list = visiting ? null : await call("GET", `/api/runs?graphId=${graphId}&limit=1`);
  const id = visiting ? run.workflowId : list.data?.items[0]?.id;
  if (!id) return null;
  return (await call("GET", `/api/workflow/status/${id}`)).data ?? null;
};

// The Runs of this Graph from now on; answers how to stop.
export const follow = (graphId) => {
  live.set((old) => ({ ...FIRST, graphId, skew: old.skew }));
  left.clear();
  const stop = listen(() => `/api/graphs/${graphId}/events${live.get().visiting ? `?shown=${live.get().run.workflowId}` : ""}`, {
    names: Object.keys(HEARD),
    onEvent: (name, data) => { if (live.get().graphId === graphId && data) HEARD[name](data); },
    onLink: (link) => live.set((old) => (old.link === link ? old : { ...old, link })),
    ask: () => ask(graphId),
  });
  return () => {
    stop();
    glimpses.forEach(clearTimeout);
    glimpses.clear();
  };
};

// Back to one's own Graph, from a Run that was looked at.
export const leave = async () => {
  const { run, visiting, graphId } = live.get();
  if (!visiting) return;
  left.add(run.workflowId);
  isDeaf = true;
  live.set({ run: null, nodes: NONE, visiting: null });
  const own = await ask(graphId);
  if (own && live.get().graphId === graphId && !live.get().run) onSnapshot(own);
};

// A request that got no answer is asked again under the key it had: it can start one Run at most.
let unanswered = null; // {text: what was asked, key}

const post = async (address, body, key) => {
  const text = JSON.stringify(body);
  const options = { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json", "Idempotency-Key": key }, body: text };
  return read(await fetch(address, options).catch(() => null));
};

const asked = async (address, body) => {
  const text = `${address} ${JSON.stringify(body)}`;
  const key = unanswered?.text === text ? unanswered.key : newId();
  let answer = await post(address, body, key);
  if (answer.error?.code === "offline") answer = await post(address, body, key);
  unanswered = answer.error?.code === "offline" ? { text, key } : null;
  return answer;
};

// Why what is on the canvas cannot be saved, as an error.
const unsaved = () => {
  const { state, error } = saving.get();
  if (error) return error;
  if (state === "conflict") return { code: "conflict", problem: "edited_elsewhere" };
  return { code: state === "gone" ? "not_found" : "offline", what: "graph" };
};

const canStart = () => doc.get().status === "ready" && !live.get().asked && !isUnderWay(live.get().run);

// scope: missing, all, from or only; node: of the last two. again: ids made anew. front: before what waits.
// most: credits, the price that was shown; when it is more now nothing starts. Where none was: how to ask for it,
// () => {most} or {error}, once what is to be run is saved. A problem keeps what was `wanted`.
// Answers {error} when nothing was started.
export const start = async ({ scope = "missing", node, again, front, most } = {}) => {
  if (!canStart()) return {};
  live.set({ asked: { scope, node: node ?? "" }, problem: null });
  const { id } = doc.get();
  const fail = (error) => {
    if (live.get().graphId === id) live.set({ asked: null, problem: { ...error, wanted: { scope, node, again, front } } });
    // What others have saved meanwhile is taken in, to be looked at before the next click.
    if (error.problem === "edited_elsewhere") catchUp();
    return { error };
  };
  const revision = await flush();
  if (revision === null) return fail(unsaved());
  const agreed = typeof most === "function" ? await most() : { most };
  if (agreed.error) return fail(agreed.error);
  if (doc.get().id !== id) return {};
  const body = { revision, scope, ...(node && { node }), ...(again?.length && { again }), ...(front && { front }), ...(agreed.most !== undefined && { maxCredits: agreed.most }) };
  const { data, error } = await asked(path("/runs"), body);
  if (error) return fail(error);
  if (live.get().graphId !== id) return {};
  // Until the server tells more: it is there, and nothing of it is done.
  if (live.get().run?.workflowId !== data.workflowId) onSnapshot({ workflowId: data.workflowId, graphId: id, status: "PENDING", progress: 0, currentStep: null, estimatedTimeRemaining: data.estimatedDuration ?? 0, queuePlace: null, cost: { held: data.estimatedCost ?? 0, charged: 0, released: 0 }, result: null, createdAt: new Date(now()).toISOString(), nodes: [] });
  live.set({ asked: null, dismissed: "" });
  return {};
};

export const cancel = async () => {
  const { run } = live.get();
  if (!isUnderWay(run)) return;
  const { data, error } = await call("POST", `/api/workflow/cancel/${run.workflowId}`);
  if (error) live.set({ problem: error });
  else if (isUnderWay(live.get().run)) onRun({ status: data.status });
};

// What becomes of a request in doubt: again, look or give_up.
export const decide = async (run, node, decision) => {
  const { data, error } = await call("POST", `/api/workflow/decide/${run}`, { nodeId: node, decision });
  live.set((old) => ({ ...old, answered: old.answered + 1, problem: error ?? old.problem }));
  const found = data ?? (await call("GET", `/api/workflow/status/${run}`)).data; // another tab may have been first
  if (found && live.get().run?.workflowId === run) onSnapshot({ ...found, graph: live.get().visiting?.graph });
};

export const dismiss = () => live.set((old) => ({ ...old, problem: null, dismissed: old.run?.workflowId ?? "" }));
