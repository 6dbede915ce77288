// Nodes in the order in which they run: each after those it reads from, ties as they were drawn; twin of domain/graph.py.
export const inOrder = (ids, edges) => {
  const place = new Map(ids.map((id, index) => [id, index]));
  const reads = new Map(ids.map((id) => [id, new Set()]));
  const feeds = new Map(ids.map((id) => [id, []]));
  for (const { source, target } of edges) {
    if (!reads.has(source) || !reads.has(target) || reads.get(target).has(source)) continue;
    reads.get(target).add(source);
    feeds.get(source).push(target);
  }
  const left = new Map(ids.map((id) => [id, reads.get(id).size]));
  const byPlace = (a, b) => place.get(a) - place.get(b);
  let ready = ids.filter((id) => !left.get(id));
  const order = [];
  while (ready.length) {
    const [id, ...others] = ready;
    order.push(id);
    const freed = feeds.get(id).filter((target) => { left.set(target, left.get(target) - 1); return !left.get(target); });
    ready = freed.length ? [...others, ...freed].sort(byPlace) : others;
  }
  // Those of a loop have no order: as they were drawn, at the end.
  return [...order, ...ids.filter((id) => left.get(id) > 0)];
};
