// What becomes of a Node's values when another Provider or model is to do it, or something else is connected:
// what it can do is kept, the rest becomes the nearest it offers, and is told.
import { store } from "../cut/store.js";
import { makerOf, modelsOf, narrowed, offered, typeOf, valueOf } from "./catalog.js";
import { inputsOf } from "./inputs.js";
import { alike } from "./merge.js";

const number = (value) => Number.parseFloat(String(value));
const area = (value) => String(value).split("x").map(Number).reduce((all, side) => all * side, 1);

// The nearest of these: of sizes the nearest area (of two, the one of the same shape), of numbers the nearest
// that is not longer, of anything else the first.
const nearest = (wanted, values) => {
  if (/^\d+x\d+$/.test(String(wanted))) {
    return values.reduce((best, value) => (Math.abs(area(value) - area(wanted)) < Math.abs(area(best) - area(wanted)) ? value : best), values[0]);
  }
  const aim = number(wanted);
  if (Number.isNaN(aim) || values.some((value) => Number.isNaN(number(value)))) return values[0];
  const below = values.filter((value) => number(value) <= aim);
  return below.length ? below.reduce((best, value) => (number(value) > number(best) ? value : best)) : values.reduce((best, value) => (number(value) < number(best) ? value : best));
};

// The value of a field that can be done; the same when it can be already.
const fitted = (field, value) => {
  if (value === null || value === undefined) return value;
  if (field.values) return field.values.includes(value) || field.isOpen || !field.values.length ? value : nearest(value, field.values);
  if (typeof value !== "number") return value;
  return Math.min(field.most ?? value, Math.max(field.least ?? value, value));
};

// {params, changed: [{name, from, to, limit}]}: the whole values of the Node. limit: the most there is, when it
// was too much. Nothing changes in a Provider that cannot do it at all: the Node says so.
export const adjusted = (node, inputs, wanted = {}) => {
  const type = typeOf(node.type);
  const params = { ...node.params, ...wanted };
  if (!type) return { params, changed: [] };
  const provider = valueOf({ ...node, params }, "provider");
  const models = modelsOf(node.type, provider, inputs);
  const changed = [];
  const isOther = wanted.provider !== undefined && wanted.provider !== valueOf(node, "provider");
  const model = String(params.model ?? "");
  const isOpen = offered(node.type, provider, "", inputs).model?.isOpen;
  // Another Provider knows nothing of this one's models and voices.
  if (model && models && (isOther ? !(model in models) : !(model in models) && !isOpen)) {
    params.model = "";
    if (!isOther) changed.push({ name: "model", from: model, to: "" });
  }
  const offers = offered(node.type, provider, params.model, inputs);
  for (const declared of type.fields) {
    const { name } = declared;
    if (["provider", "model", "fallback", "max_micro_usd"].includes(name)) continue;
    const field = narrowed(declared, offers);
    const from = valueOf({ ...node, params }, name);
    const isForeign = name === "voice" && isOther && from && !field.values?.includes(from);
    const to = isForeign ? "" : fitted(field, from);
    if (to === from) continue;
    params[name] = to;
    const most = field.values ? Math.max(...field.values.map(Number)) : field.most;
    const limit = typeof from === "number" && from > to && to === most ? to : null;
    changed.push({ name, from, to, limit });
  }
  return { params, changed };
};

// Node id -> {params, provider, changed}: what was changed by itself, while its values are still those.
export const noted = store({});
export const tellAbout = (node, changed) => {
  if (!changed.length) return;
  const slug = valueOf(node, "provider");
  noted.set((all) => ({ ...all, [node.id]: { params: node.params, provider: makerOf(node.type, slug)?.title ?? slug, changed } }));
};
export const isTold = (told, node) => Boolean(told) && alike(told.params, node.params);

// The document with the values of a Node fitted to what is connected to it now: for commands that connect.
export const refitted = (document, id) => {
  const node = document.nodes[id];
  if (!node) return document;
  const { params, changed } = adjusted(node, inputsOf(document.edges, id));
  if (!changed.length) return document;
  const fresh = { ...node, params };
  tellAbout(fresh, changed);
  return { ...document, nodes: { ...document.nodes, [id]: fresh } };
};
