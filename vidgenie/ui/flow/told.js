// The Run that is shown, Node by Node, as the server tells it; one step changes the entry of one Node.
import { store } from "../cut/store.js";

const GLIMPSE = 150; // ms for which work that took no time is shown as work: people should see each step
const NEWS = 3000; // ms; what ended earlier is no news to a page that opens now
const OVER = ["COMPLETED", "FAILED", "CANCELLED", "UNKNOWN"];
export const IDLE = Object.freeze({ status: "idle", progress: 0, output: Object.freeze({}) });
export const NONE = Object.freeze({});

// run: as /api/workflow/status answers, without its Nodes. nodes: id -> each of them.
// visiting: {graph, run}, a Run of no Graph that is looked at instead of this one. link: on, lost or asking.
// problem: why no Run could be started. dismissed: id of the Run whose failure was read. answered: decisions taken.
// asked: {scope, node} of the Run that is being started, or null. skew: ms the server's clock is ahead.
export const FIRST = { graphId: "", run: null, nodes: NONE, visiting: null, link: "on", problem: null, dismissed: "", answered: 0, asked: null, skew: 0 };
export const live = store(FIRST);

export const isOver = (run) => Boolean(run) && OVER.includes(run.status);
export const isUnderWay = (run) => Boolean(run) && !isOver(run);
export const now = () => Date.now() + live.get().skew;
// at: what the server's clock says; a second is the least it tells, and what a wrong clock is off by is more.
export const heardClock = (at) => {
  const skew = at - Date.now();
  live.set((old) => (Number.isFinite(skew) && Math.abs(skew - old.skew) > 2000 ? { ...old, skew: Math.abs(skew) > 2000 ? skew : 0 } : old));
};

// When the Run began and ended, epoch ms, 0 for not yet: by the Nodes it has worked on.
const times = (nodes, name) => Object.values(nodes).filter((node) => node[name] && !node.reusedFrom).map((node) => Date.parse(node[name]));
export const beganAt = ({ run, nodes }) => (run?.startedAt ? Date.parse(run.startedAt) : Math.min(...times(nodes, "startedAt")));
export const tookMs = (value) => {
  const ends = times(value.nodes, "finishedAt");
  const end = value.run?.finishedAt ? Date.parse(value.run.finishedAt) : Math.max(...ends);
  return isOver(value.run) && Number.isFinite(end) ? Math.max(1, end - beganAt(value)) : 0;
};

export const useLive = (id) => live.use((value) => value.nodes[id]) ?? IDLE;
export const useRun = (select) => live.use((value) => select(value.run));

// Who wants to know that a Run has begun or is over.
const listeners = new Set();
export const heard = (listener) => { listeners.add(listener); return () => listeners.delete(listener); };

const alike = (one, other) => JSON.stringify(one) === JSON.stringify(other);
export const glimpses = new Map(); // node id -> timer

const hasJumped = (was, node) => node.status === "success" && !node.reusedFrom && (was?.status ?? "idle") === "idle" && now() - Date.parse(node.finishedAt ?? 0) < NEWS;
const put = (node) => live.set((old) => (alike(old.nodes[node.id], node) ? old : { ...old, nodes: { ...old.nodes, [node.id]: node } }));

// A Node that was done before anybody saw it work is shown at work for a moment.
const glimpsed = (was, node) => {
  clearTimeout(glimpses.get(node.id));
  glimpses.delete(node.id);
  if (!hasJumped(was, node)) return node;
  const run = live.get().run?.workflowId;
  glimpses.set(node.id, setTimeout(() => {
    glimpses.delete(node.id);
    if (live.get().run?.workflowId === run) put(node);
  }, GLIMPSE));
  return { ...node, status: "loading", progress: 100 };
};

const began = (before, run) => {
  if (before?.workflowId !== run?.workflowId || isOver(before) !== isOver(run)) listeners.forEach((listener) => listener(run));
};

export const onNode = (node) => put(glimpsed(live.get().nodes[node.id], node));

export const onRun = (change) => {
  const { run: before, visiting } = live.get();
  const run = { ...before, ...change };
  live.set({ run, visiting: visiting && { ...visiting, run } });
  began(before, run);
};

export const onSnapshot = ({ nodes: given, graph, ...run }) => {
  const { run: before, nodes: known, visiting, graphId } = live.get();
  const isForeign = Boolean(graph) && run.graphId !== graphId;
  // One that is over stays on show until somebody leaves it, or begins something.
  if (visiting && !isForeign && isOver(visiting.run) && !isUnderWay(run)) return;
  const isSame = before?.workflowId === run.workflowId;
  live.set({ run, visiting: isForeign ? { graph, run } : visiting?.run.workflowId === run.workflowId ? { ...visiting, run } : null });
  const nodes = Object.fromEntries((given ?? []).map((node) => {
    const shown = glimpsed(isSame ? known[node.id] : null, node);
    return [node.id, alike(known[node.id], shown) ? known[node.id] : shown];
  }));
  live.set((old) => ({ ...old, nodes }));
  began(before, run);
};
