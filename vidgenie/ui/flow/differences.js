// What differs between two Graphs {nodes, edges}, in values and in words.
import { alike, byTarget, edgeId } from "./merge.js";

const OF_NODE = ["type", "title", "disabled", "pin"];
const LONGEST = 60; // characters of a value that is shown

const fieldsOf = (before, after) => {
  const own = OF_NODE.filter((name) => !alike(before[name], after[name])).map((name) => ({ name, from: before[name], to: after[name] }));
  const names = [...new Set([...Object.keys(before.params ?? {}), ...Object.keys(after.params ?? {})])];
  return [...own, ...names.filter((name) => !alike(before.params?.[name], after.params?.[name])).map((name) => ({ name, from: before.params?.[name], to: after.params?.[name], isParam: true }))];
};

// {added: [Node], removed: [Node], changed: [{node, fields: [{name, from, to}]}], joined: [Edge], parted: [Edge], moved: how many}
export const compare = (before, after) => {
  const [old, now] = [before, after].map(({ nodes }) => new Map(nodes.map((node) => [node.id, node])));
  const both = [...now.values()].filter(({ id }) => old.has(id));
  const [was, is] = [before, after].map(({ edges }) => new Map(edges.map((edge) => [edgeId(edge), edge])));
  return {
    added: [...now.values()].filter(({ id }) => !old.has(id)),
    removed: [...old.values()].filter(({ id }) => !now.has(id)),
    changed: both.map((node) => ({ node, fields: fieldsOf(old.get(node.id), node) })).filter(({ fields }) => fields.length),
    joined: [...is.values()].filter((edge) => !was.has(edgeId(edge))),
    parted: [...was.values()].filter((edge) => !is.has(edgeId(edge))),
    moved: both.filter((node) => !alike(old.get(node.id).position, node.position) || !alike(old.get(node.id).size, node.size)).length,
  };
};
export const isEqual = ({ added, removed, changed, joined, parted, moved }) => !moved && ![added, removed, changed, joined, parted].some((list) => list.length);

// Of Nodes both sides changed: [{id, node, mine: Node | null, theirs: Node | null, fields: [{name, mine, theirs}], isWired}]
export const versus = (ids, mine, theirs) => {
  const [own, other] = [mine, theirs].map(({ nodes }) => new Map(nodes.map((node) => [node.id, node])));
  const [ours, others] = [mine, theirs].map(({ edges }) => byTarget(edges));
  const wires = (all, id) => (all.get(id) ?? []).map(edgeId);
  return ids.map((id) => {
    const [a, b] = [own.get(id) ?? null, other.get(id) ?? null];
    const fields = a && b ? fieldsOf(a, b).map(({ name, from, to, isParam }) => ({ name, isParam, mine: from, theirs: to })) : [];
    return { id, node: a ?? b, mine: a, theirs: b, fields, isWired: !alike(wires(ours, id), wires(others, id)) };
  }).filter(({ node }) => node);
};

// Several Nodes of one type are told apart by the number in their id.
export const nameOf = (t, node) => {
  if (node.title) return node.title;
  const number = node.id.match(/-(\d+)$/)?.[1];
  return number ? `${t.label("node", node.type)} ${number}` : t.label("node", node.type);
};

export const fieldName = (t, { name, isParam }) => (isParam && name !== "text" ? t.label("field", name) : t.label("graph_word", `field_${name}`));

const ID = /^[0-9a-f]{32}$/;
export const valueText = (t, value) => {
  if (value === undefined || value === null || value === "") return t("graph.nothing");
  if (typeof value === "boolean") return value ? t("graph.yes") : t("graph.no");
  if (typeof value === "number") return new Intl.NumberFormat(t.locale, { useGrouping: false }).format(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (ID.test(text)) return t("graph.a_file", { name: text.slice(0, 6) });
  if (/^[a-z_]{1,20}$/.test(text)) return t.label("option", text);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
};

// A wire, by the names of its ends. nodes: Map or object of id -> Node.
export const wireText = (t, edge, nodeOf) => {
  const end = (id) => { const node = nodeOf(id); return node ? nameOf(t, node) : id; };
  return `${end(edge.source)} → ${end(edge.target)}`;
};
