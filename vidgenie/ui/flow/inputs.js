// Which input ports of a Node are connected, in a fixed order; the same list while they stay the same.
const NONE = Object.freeze([]);
const known = new WeakMap(); // Edges -> Map of target -> ports
const lists = new Map(); // names -> the one list of them

const listOf = (names) => {
  const key = names.join("+");
  if (!lists.has(key)) lists.set(key, Object.freeze(names));
  return lists.get(key);
};

export const inputsOf = (edges, id) => {
  if (!known.has(edges)) {
    const found = new Map();
    for (const { target, targetHandle } of edges) found.set(target, (found.get(target) ?? new Set()).add(targetHandle));
    known.set(edges, new Map([...found].map(([target, names]) => [target, listOf([...names].sort())])));
  }
  return known.get(edges).get(id) ?? NONE;
};
