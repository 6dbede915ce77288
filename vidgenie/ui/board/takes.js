// Every Take of the Segments that are looked at: read when a card comes into sight, and again when something changed.
import { call } from "../settings/rest.js";
import { store } from "../cut/store.js";
import { alike, path, settled } from "./project.js";

// id of a Segment -> {takes: oldest first, error}
export const lists = store({});
const reading = new Map();

export const load = (segmentId) => {
  if (!reading.has(segmentId)) {
    reading.set(segmentId, call("GET", path(`/segments/${segmentId}/takes`)).then(({ data, error }) => {
      reading.delete(segmentId);
      lists.set((old) => {
        const takes = data ? settled(data.takes) : old[segmentId]?.takes ?? null;
        const next = { takes: alike(takes, old[segmentId]?.takes) ? old[segmentId]?.takes : takes, error: error ?? null };
        return alike(next, old[segmentId]) ? old : { ...old, [segmentId]: next };
      });
    }));
  }
  return reading.get(segmentId);
};

export const useTakes = (segmentId) => lists.use((all) => all[segmentId]);
export const isMade = (take) => take.status === "completed" && Boolean(take.url);
export const isUnderWay = (status) => status === "pending" || status === "processing";
