// Nodes in the order in which they run: each after those it reads from, ties as they were drawn; twin of domain/graph.py.
export const inOrder = (ids, edges) => {
  const reads = new Map(ids.map((id) => [id, new Set()]));
  const feeds = new Map(ids.map((id) => [id, []]));
  for (const { source, target } of edges) {
    if (!reads.has(source) || !reads.has(target) || reads.get(target).has(source)) continue;
    reads.get(target).add(source);
    feeds.get(source).push(target);
  }
  const place = new Map(ids.map((id, index) => [id, index]));
  const left = new Map(ids.map((id) => [id, reads.get(id).size]));
  let ready = ids.filter((id) => !left.get(id));
  const order = [];
  while (ready.length) {
    order.push(...ready);
    const next = new Set();
    for (const id of ready) for (const target of feeds.get(id)) { left.set(target, left.get(target) - 1); if (!left.get(target)) next.add(target); }
    ready = [...next].sort((a, b) => place.get(a) - place.get(b));
  }
  // Those of a loop have no order: as they were drawn, at the end.
  return [...order, ...ids.filter((id) => left.get(id) > 0)];
};
