// Which Runs are asked for, and how what comes fits what is shown already.
export const SIZE = 30;
export const MOST = 100; // of one answer
const PASSED_ON = ["status", "source", "provider", "graphId", "q", "minCredits", "maxCredits"];

// A day of the reader's own calendar, as a moment.
const moment = (day, later = 0) => {
  const at = new Date(`${day}T00:00`);
  at.setDate(at.getDate() + later);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
};

export const pathOf = (asked, limit = SIZE, cursor = "") => {
  const query = new URLSearchParams({ limit: String(limit) });
  for (const name of PASSED_ON) if (asked[name]) query.set(name, asked[name]);
  const [from, to] = [asked.from && moment(asked.from), asked.to && moment(asked.to, 1)];
  if (from) query.set("from", from);
  if (to) query.set("to", to);
  if (cursor) query.set("cursor", cursor);
  return `/api/runs?${query}`;
};

// What was read anew, followed by what stands below it in the list.
export const joined = (fresh, old, isAll) => {
  if (isAll || !fresh.length) return fresh;
  const last = fresh.at(-1);
  const known = new Set(fresh.map(({ id }) => id));
  const isBelow = (run) => run.createdAt < last.createdAt || (run.createdAt === last.createdAt && run.id < last.id);
  return [...fresh, ...old.filter((run) => !known.has(run.id) && isBelow(run))];
};
