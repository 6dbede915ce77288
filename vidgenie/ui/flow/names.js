// What Nodes, their Providers and what went wrong with them are called.
import { catalog, makerOf } from "./catalog.js";
import { doc } from "./doc.js";

export const titleOf = (t, node) => node?.title || t.label("node", node?.type ?? "");
// Of a Node by its id; of one that is not on the canvas, by what else is known of it.
export const nameOf = (t, id, type = "") => titleOf(t, doc.get().nodes[id] ?? { type: type || id });

// Names of Providers are known once the catalog is there: who shows one listens to it.
export const useMaker = (type, slug) => catalog.use(() => (slug ? makerOf(type, slug) ?? null : null));
export const makerName = (type, slug) => makerOf(type, slug)?.title ?? slug ?? "";

// An error as the words for it want it: flat, and with the Provider's name.
export const worded = (error, type = "") => {
  if (!error) return null;
  const flat = { ...error.details, ...error };
  return flat.provider ? { ...flat, provider: makerName(type, flat.provider), title: flat.title ?? makerName(type, flat.provider) } : flat;
};

// What Providers have charged for these Nodes by their own word, else should have; see ui/money.
export const billsOf = (nodes) => nodes.flatMap((node) => {
  const maker = makerOf(node.type, node.provider);
  if (node.reusedFrom || maker?.demo) return [];
  const bill = { provider: maker?.title ?? node.provider };
  if (node.providerCostUsd != null) return [{ ...bill, microUsd: node.providerCostUsd * 1e6, isCharged: true }];
  return node.providerEstimateUsd && node.status === "success" ? [{ ...bill, microUsd: node.providerEstimateUsd * 1e6, isCharged: false }] : [];
});

// What they are expected to charge, of the lines of a plan.
export const expectedOf = (lines) => lines
  .filter(({ does, providerCostUsd }) => does === "make" && providerCostUsd)
  .map(({ type, provider, providerCostUsd }) => ({ provider: makerName(type, provider), microUsd: providerCostUsd * 1e6, isCharged: false }));
