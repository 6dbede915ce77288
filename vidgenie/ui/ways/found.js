// The ways out that the server finds when credits do not reach: other settings, and what it makes itself.
import { useEffect, useState } from "react";
import { call } from "../settings/rest.js";
import { linesOf } from "./words.js";

const nothing = () => Promise.resolve();

// body: as POST /api/workflow/cheaper takes it; null: nothing is asked. before: what has to be done first.
// What it answers, {error, ways: []}, or null while it is looked for; asked again when `stamp` is another.
export const useFound = (body, { before = nothing, stamp } = {}) => {
  const [found, setFound] = useState(null);
  const asked = body ? JSON.stringify(body) : "";
  useEffect(() => {
    setFound(null);
    if (!asked) return undefined;
    let isHere = true;
    before()
      .then(() => call("POST", "/api/workflow/cheaper", JSON.parse(asked)))
      .then(({ data, error }) => isHere && setFound(data ?? { error, ways: [] }));
    return () => { isHere = false; };
  }, [asked, stamp]);
  return found;
};

// One of them as Ways takes it. null: there is none; undefined: it could not be asked. nameOf(change): the Node's.
export const wayOf = (t, found, kind, { nameOf, onUse, isBusy }) => {
  const way = found?.ways.find((one) => one.kind === kind);
  if (!way) return found?.error ? undefined : null;
  return { total: way.total, lines: linesOf(t, way, nameOf), text: kind === "demo" ? t("ways.demo_text") : undefined, isBusy, onUse: () => onUse(way) };
};
