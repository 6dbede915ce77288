// Which entries of the history are asked for, and how what comes fits what is shown already.
export const SIZE = 25;
export const TYPES = ["", "debit", "credit", "hold", "release"];
const PASSED_ON = ["type", "q", "run"];

// A day of the reader's own calendar, as a moment.
const moment = (day, later = 0) => {
  const at = new Date(`${day}T00:00`);
  at.setDate(at.getDate() + later);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
};

const queryOf = (asked) => {
  const query = new URLSearchParams();
  for (const name of PASSED_ON) if (asked[name]) query.set(name, asked[name]);
  const [from, to] = [asked.from && moment(asked.from), asked.to && moment(asked.to, 1)];
  if (from) query.set("from", from);
  if (to) query.set("to", to);
  return query;
};

export const pathOf = (asked, cursor = "") => {
  const query = queryOf(asked);
  query.set("limit", String(SIZE));
  if (cursor) query.set("cursor", cursor);
  return `/api/credits/history?${query}`;
};

export const csvOf = (asked) => {
  const query = queryOf(asked).toString();
  return `/api/credits/history.csv${query && `?${query}`}`;
};

export const isFiltered = (asked) => ["type", "q", "run", "from", "to"].some((name) => asked[name]);
export const NOTHING = { type: "", q: "", run: "", from: "", to: "" };

// Entries are never changed and the newest come first: what is new stands above what is known. When so much
// came that there may be a gap, only what was read anew is kept.
export const joined = ({ items, next }, fresh) => {
  if (!items) return { items: fresh.items, next: fresh.nextCursor };
  const known = new Set(items.map(({ id }) => id));
  const isJoined = fresh.items.some(({ id }) => known.has(id)) || !fresh.items.length;
  if (!isJoined) return { items: fresh.items, next: fresh.nextCursor };
  const read = new Set(fresh.items.map(({ id }) => id));
  return { items: [...fresh.items, ...items.filter(({ id }) => !read.has(id))], next };
};

// [[day, its entries]], as the reader's calendar has it.
export const byDay = (items) => {
  const days = new Map();
  for (const item of items) {
    const day = new Date(item.createdAt).toDateString();
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days];
};
