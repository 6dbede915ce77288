// What the server says a Run would do.
import { useEffect, useState } from "react";
import { call, read } from "../settings/rest.js";
import { doc, path } from "./doc.js";
import { flush } from "./saving.js";
import { heardClock } from "./told.js";

// What a plan says of a scope: {data: Plan} or {error}.
export const plan = async (body) => {
  const options = { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path("/plan"), options).catch(() => null);
  if (answer) heardClock(Date.parse(answer.headers.get("Date") ?? ""));
  return read(answer);
};

// Credits of what a plan says; undefined where there is nothing to agree on: it cannot run as it is.
export const totalOf = (plan) => (plan && !(plan.problem && !plan.total) ? plan.total : undefined);

const NONE = Object.freeze({});

// Scope -> credits of such a Run, null where it cannot be told; {} until it is known. For menus, asked when they open.
// node: of the scopes that need one, "" for none; null: nothing is asked.
export const usePrices = (node) => {
  const [prices, setPrices] = useState(NONE);
  const revision = doc.use((value) => value.revision);
  useEffect(() => {
    setPrices(NONE);
    if (node === null) return undefined;
    let isHere = true;
    flush()
      .then(() => (isHere ? call("GET", path("/prices") + (node && `?node=${node}`)) : {}))
      .then(({ data }) => { if (isHere && data) setPrices(data.prices); });
    return () => { isHere = false; };
  }, [node, revision]);
  return prices;
};
export const priceText = (t, credits) => (Number.isFinite(credits) ? t("credits.count", { n: credits }) : "");
