// What is known about an error: where it happened, what one click can do, whether it may cost money elsewhere.
import { CAUSES, MAKERS } from "$/utils/vidgenie_causes";

// An error of the REST API, or of a Node, whose facts are in `details`.
export const flat = (error) => (error ? { ...error.details, ...error } : { code: "unknown" });

export const titleOf = (slug) => MAKERS[slug]?.[0] ?? slug ?? "";

// Where the key of a Provider is set.
export const settingsOf = (slug) => (MAKERS[slug]?.[1] ? `/settings#keys/${MAKERS[slug][1]}` : "/settings#keys");

// The most exact cause we have; twin of domain/causes.py.
export const causeOf = (error) => {
  const { code, problem, field } = flat(error);
  const place = String(field ?? "").split(".").pop();
  const key = [`${code}.${problem}.${place}`, `${code}.${problem}`, code].find((one) => Object.hasOwn(CAUSES, one)) ?? "unknown";
  const [stage, actions, mayBeBilled] = CAUSES[key];
  return { key, stage, actions, mayBeBilled };
};

export const remedyOf = (error) => causeOf(error).actions[0];

// The error as the catalogues want it: services by their names, not by their slugs.
export const told = (error, node) => {
  const facts = flat(error);
  const slug = facts.provider || node?.provider || "";
  return { ...facts, provider: titleOf(slug), title: facts.title ?? titleOf(slug), slug };
};
