// How each Node stands without a Run: made already or due, and at what price. Asked again after each save and Run.
import { store } from "../cut/store.js";
import { doc } from "./doc.js";
import { plan as planned } from "./planning.js";
import { heard, IDLE, isUnderWay, live } from "./told.js";

const PAUSE = 250; // ms
const BROUGHT = ["prompt", "asset"]; // by a person: done only where a Run has said so
const AGAIN = 4000; // ms until a question without an answer is asked again

// plan: as POST /plan answers, of what is missing. isStale: the Graph has changed since, or it was never asked.
// seen: what was known of the Nodes of the Run when it was asked.
const FIRST = { graphId: "", plan: null, scope: "missing", error: null, isStale: true, seen: {} };
export const standing = store(FIRST);

let timer = 0;
let turn = 0;

const ask = async () => {
  turn += 1;
  const mine = turn;
  const { id } = doc.get();
  const seen = live.get().nodes;
  if (!id || doc.get().status !== "ready") return;
  const { data, error } = await planned({ scope: "missing" });
  if (mine !== turn || doc.get().id !== id) return;
  standing.set((old) => ({ ...old, graphId: id, plan: data ?? old.plan, error: error ?? null, isStale: data ? data.revision < doc.get().revision : true, seen: data ? seen : old.seen }));
  if (error?.code === "offline") later(AGAIN);
};
const later = (wait) => { clearTimeout(timer); timer = setTimeout(ask, wait); };

export const refresh = () => later(PAUSE);

// A Graph was opened, or saved.
let known = { id: "", revision: 0, status: "" };
let drawn = null;
doc.subscribe(() => {
  const { id, revision, status, nodes } = doc.get();
  // What kept a Run from starting is no news once something was changed.
  if (drawn !== nodes && live.get().problem) live.set({ problem: null });
  drawn = nodes;
  if (id === known.id && revision === known.revision && status === known.status) return;
  if (id !== known.id) standing.set(() => ({ ...FIRST, graphId: id }));
  else standing.set({ isStale: true });
  known = { id, revision, status };
  if (id && status === "ready") refresh();
});
heard((run) => { if (!isUnderWay(run)) later(0); });

// Of a Run of no Graph that is looked at, nothing is known but what the Run tells.
const useOwn = () => live.use((value) => !value.visiting);
export const useStanding = (id) => {
  const isOwn = useOwn();
  return standing.use((value) => (isOwn ? value.plan?.nodes[id] : undefined));
};

// A Node that this Run has made since the question is as good as new.
const isNew = (id, { run, nodes, visiting }, seen) => !visiting && Boolean(run) && nodes[id]?.status === "success" && seen[id]?.status !== "success";

// fresh, stale, missing, pinned, disabled, note or unknown; running while it is at work; "" before it is known.
export const useNodeState = (id) => {
  const node = doc.use((value) => value.nodes[id]);
  const isLoading = live.use((value) => value.nodes[id]?.status === "loading");
  const seen = standing.use((value) => value.seen);
  const isMade = live.use((value) => isNew(id, value, seen));
  const state = useStanding(id)?.state ?? "";
  if (isLoading) return "running";
  if (node?.disabled) return "disabled";
  if (state === "pinned" || state === "note" || state === "unknown") return state;
  return isMade ? "fresh" : state;
};

// What a Node shows itself as: idle, loading, success or error. In a Run as the Run has it, else done when it is made.
export const useStatus = (id) => {
  const isAtRest = live.use((value) => !isUnderWay(value.run));
  const status = live.use((value) => value.nodes[id]?.status ?? "");
  const isLeft = status === "idle" && isAtRest; // it was not its turn in the Run that is over
  const stood = useStanding(id);
  const isBrought = doc.use(({ nodes }) => BROUGHT.includes(nodes[id]?.type));
  const isMade = !isBrought && Boolean(stood?.output && stood.runId) && ["fresh", "pinned"].includes(stood.state);
  return (isLeft ? "" : status) || (isMade && isAtRest ? "success" : IDLE.status);
};

// Nothing was typed yet: no mistake before somebody tried to run it.
export const isEmpty = (problem) => problem?.code === "invalid_input" && ["string_too_short", "missing"].includes(problem.problem);

// What is wrong with the Graph, where it is wrong with this Node.
export const useProblem = (id) => {
  const isOwn = useOwn();
  const isTried = live.use((value) => Boolean(value.problem));
  return standing.use(({ plan }) => (isOwn && plan?.problem?.node === id && (isTried || !isEmpty(plan.problem)) ? plan.problem : null));
};
