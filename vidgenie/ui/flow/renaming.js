// Two places have added a Node under the same id at the same moment: ours takes another one.
import { freeId } from "./commands.js";
import { doc } from "./doc.js";
import { renamed } from "./history.js";

const other = (from, to) => (id) => (id === from ? to : id);

const rename = (from, to) => {
  const id = other(from, to);
  renamed(from, to);
  doc.set((old) => {
    const { [from]: node, ...rest } = old.nodes;
    const edges = old.edges.map((edge) => (edge.source === from || edge.target === from ? { ...edge, source: id(edge.source), target: id(edge.target) } : edge));
    return { ...old, nodes: { ...rest, [to]: { ...node, id: to } }, order: old.order.map(id), edges };
  });
};

// ids both sides have changed; told: what the server had before; theirs: ids it has now. Returns those that are left.
export const giveWay = (ids, told, theirs) => ids.filter((id) => {
  const { nodes } = doc.get();
  if (told.nodes[id] || !nodes[id]) return true;
  rename(id, freeId(nodes[id].type, (one) => one in nodes || theirs.includes(one)));
  return false;
});
