// What this installation can do, as the plug-ins declare it: GET /api/catalog.
//   types: [{slug, icon, kind, executes, assetType, inputs, outputs, oneOf, fields, pricing}]
//     fields: [{name, kind, default, nullable, isRequired, values?, titles?, least?, most?, isSeldom?}]
//       kind: select switch number decimal seed text longtext colour asset brand bed voice pillar
//       provider model makers usd. most of a text: characters.
//     pricing: {field, actions: {value: action}}, field "" = always actions[""].
//   makers: {kind: [{slug, title, demo, ready, lacks, holder, costUsd, unit}]} in the Account's order.
//   offers: {type: {ports, makers: {slug: {"image+video": {model: number of a set}}}}}: what a Provider can
//     do, by the ports of `ports` that are connected and by model ("" = its default). No model: it cannot.
//   sets: [{field: {values?, titles?, least?, most?, isThere?, isOpen?}}]; what is left out is as declared.
//   prices: [{provider, action, credits}]; "*" stands for any.
import { call } from "../settings/rest.js";
import { store } from "../cut/store.js";

export const catalog = store(null);
let reading = null;

// Read once, and again when keys may have changed: the browser asks whether it is still the same.
export const loadCatalog = () => {
  reading ??= call("GET", "/api/catalog").then(({ data, error }) => {
    reading = null;
    if (data) catalog.set(() => ({ ...data, byslug: Object.fromEntries(data.types.map((type) => [type.slug, type])) }));
    return error ?? null;
  });
  return reading;
};

const NONE = Object.freeze([]);
const NOTHING = Object.freeze({});

export const typeOf = (slug) => catalog.get()?.byslug[slug] ?? null;
export const fits = (outTypes, inTypes) => outTypes.some((type) => inTypes.includes(type));
export const makers = (kind) => catalog.get()?.makers[kind] ?? NONE;
export const useCatalog = () => catalog.use();

const defaultOf = (type, name) => typeOf(type)?.fields.find((field) => field.name === name)?.default;
// What a Node has in a field, typed in or not.
export const valueOf = (node, name) => node.params?.[name] ?? defaultOf(node.type, name);

// The Provider a Node of this type asks for, null when it is not there.
export const makerOf = (type, provider) => makers(typeOf(type)?.kind).find((one) => one.slug === (provider ?? defaultOf(type, "provider"))) ?? null;

// Models of a Provider for these connected ports -> number of a set; null: nobody knows the Provider.
export const modelsOf = (type, provider, inputs) => {
  const offers = catalog.get()?.offers[type];
  const known = offers?.makers[provider];
  if (!known) return null;
  return known[offers.ports.filter((name) => inputs.includes(name)).join("+")] ?? NOTHING;
};
export const canMake = (type, provider, inputs) => {
  const models = modelsOf(type, provider, inputs);
  return !models || Object.keys(models).length > 0;
};
// field -> what the Provider offers there; {} where it cannot, or is unknown: then all is as declared.
export const offered = (type, provider, model, inputs) => {
  const models = modelsOf(type, provider, inputs);
  const set = models?.[model || ""] ?? models?.[""];
  return set === undefined ? NOTHING : catalog.get().sets[set];
};

// A field as it is for this Provider: {...field, values, titles, least, most, isThere, isOpen}.
export const narrowed = (field, offers) => {
  const offer = offers[field.name];
  if (!offer) return field;
  return { ...field, ...offer, titles: { ...field.titles, ...offer.titles } };
};

const row = (prices, provider, action) => prices.find((one) => one.provider === provider && one.action === action)?.credits;

// Credits the Node costs by itself; null when nobody can know.
export const priceOf = (node) => {
  const type = typeOf(node.type);
  if (!type) return null;
  const { field, actions } = type.pricing;
  const action = actions[field ? String(valueOf(node, field)) : ""];
  if (!action) return Object.keys(actions).length ? null : 0;
  const { prices } = catalog.get();
  const provider = valueOf(node, "provider");
  return row(prices, provider, action) ?? row(prices, provider, "*") ?? row(prices, "*", action) ?? null;
};

// Values of a new Node: all as declared, at the first Provider of the Account that is ready.
export const starter = (slug) => {
  const type = typeOf(slug);
  if (!type?.kind) return {};
  const known = makers(type.kind);
  const first = known.find((one) => one.ready) ?? known.find((one) => one.demo);
  return first ? { provider: first.slug } : {};
};
