// What the server tells by itself: one stream of events for the whole Project, or asking where none comes through.
import { call } from "../settings/rest.js";
import { store } from "../cut/store.js";
import { alike, board, heard, path, refresh, settled } from "./project.js";
import { rows } from "./saving.js";
import { isUnderWay, lists, load } from "./takes.js";

const ASK = 2000; // ms between two questions where events do not come through
const TRIES = 3; // broken streams before it is asked instead
const CALM = 500; // ms between two readings of the whole Project

// progress: as GET /progress answers. takes: id -> what is known of each one. bySegment: id -> the Take at work.
export const live = store({ progress: null, takes: {}, bySegment: {} });

let timer = 0;
let wanted = false;

// The whole is read again, a little later and not while something is being saved.
const readAgain = () => {
  wanted = true;
  clearTimeout(timer);
  timer = setTimeout(async () => {
    if (Object.values(rows.get()).some(({ state }) => state === "saving")) { readAgain(); return; }
    wanted = false;
    await refresh();
    if (wanted) readAgain();
  }, CALM);
};

const endOf = (runs) => runs.map(({ runId, status }) => `${runId}:${status}`).join();

export const told = (given) => {
  const progress = settled(given);
  const { progress: last, takes: before } = live.get();
  const takes = Object.fromEntries(progress.takes.map((one) => [one.takeId, alike(before[one.takeId], one) ? before[one.takeId] : one]));
  const bySegment = {};
  for (const one of Object.values(takes)) if (isUnderWay(one.status) || !bySegment[one.segmentId]) bySegment[one.segmentId] = one;
  live.set({ progress: alike(last, progress) ? last : progress, takes, bySegment });
  if (!last) return;
  const changed = progress.takes.filter((one) => before[one.takeId]?.status !== one.status);
  for (const id of new Set(changed.map(({ segmentId }) => segmentId))) if (lists.get()[id]) load(id);
  const isOther = endOf(last.runs) !== endOf(progress.runs) || last.status !== progress.status || last.completed !== progress.completed;
  if (changed.length || isOther || progress.version > board.get().head.version) readAgain();
};

let source = null;
let clock = 0;
let turn = 0; // of listening; what an earlier one still hears counts no more

const poll = async (mine) => {
  const { data } = await call("GET", path("/progress"));
  if (mine !== turn) return;
  if (data) told(data);
  clock = setTimeout(poll, ASK, mine);
};

// Nothing is listened to until `connect`: who deletes the Project does not hear of its end.
export const disconnect = () => {
  source?.close();
  source = null;
  turn += 1;
  clearTimeout(clock);
  clearTimeout(timer);
};

export const connect = () => {
  disconnect();
  let broken = 0;
  const stream = new EventSource(path("/events"));
  source = stream;
  stream.addEventListener("progress", (event) => { broken = 0; if (source === stream) told(JSON.parse(event.data)); });
  stream.onerror = () => {
    broken += 1;
    if (source !== stream || (stream.readyState !== EventSource.CLOSED && broken < TRIES)) return;
    disconnect();
    poll(turn);
  };
};

// Follows the Project that is open; answers how to stop.
export const follow = () => {
  connect();
  // A window that comes back may have missed a lot.
  const back = () => { if (document.visibilityState === "visible") readAgain(); };
  document.addEventListener("visibilitychange", back);
  const deaf = heard(readAgain);
  return () => {
    disconnect();
    deaf();
    document.removeEventListener("visibilitychange", back);
    live.set({ progress: null, takes: {}, bySegment: {} });
    lists.set(() => ({}));
  };
};

const AT_WORK = ["PENDING", "RUNNING", "CANCELLING", "queued", "running", "cancelling", "pending", "processing"];
export const isAtWork = (run) => AT_WORK.includes(run.status);
export const runsOf = (progress) => (progress?.runs ?? []).filter(isAtWork);
