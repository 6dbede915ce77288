// What a whole video would cost before there is a Project: a batch of one row, only looked at.
import { useEffect, useState } from "react";
import { useCalm } from "../cut/parts.jsx";
import { call } from "../settings/rest.js";
import { STEP } from "./length.js";

const CALM = 500; // ms nobody may change anything before the price is asked for
const CHECK = "/api/projects/batch/check";

// row: as a row of a batch; null while there is nothing to ask for. choices: those that are not as usual.
// {total, available, isShort} or null.
export const usePrice = (row, choices) => {
  const [price, setPrice] = useState(null);
  const asked = useCalm(row ? JSON.stringify({ rows: [row], choices }) : "", CALM);
  useEffect(() => {
    if (!asked) { setPrice(null); return undefined; }
    let isHere = true;
    call("POST", CHECK, JSON.parse(asked)).then(({ data }) => {
      const isGood = data && !data.rows?.[0]?.problems?.length;
      if (isHere) setPrice(isGood ? { total: data.total, available: data.available, isShort: !data.unlimited && data.total > data.available } : null);
    });
    return () => { isHere = false; };
  }, [asked]);
  return price;
};

// The longest of the shorter videos that the credits pay for: {seconds, total}, null when there is none,
// undefined while it is looked for. row: as above, of one that costs too much; null otherwise.
export const useShorter = (row, choices, available) => {
  const [found, setFound] = useState(undefined);
  const asked = row ? JSON.stringify([row, choices, available]) : "";
  useEffect(() => {
    setFound(undefined);
    if (!asked) return undefined;
    let isHere = true;
    const steps = Array.from({ length: Math.max(0, row.seconds / STEP - 1) }, (_, n) => (n + 1) * STEP);
    if (!steps.length) { setFound(null); return undefined; }
    call("POST", CHECK, { rows: steps.map((seconds) => ({ ...row, seconds })), choices }).then(({ data }) => {
      const able = (data?.rows ?? []).map((one, n) => ({ seconds: steps[n], total: one.credits, isGood: !one.problems.length })).filter(({ total, isGood }) => isGood && total <= available);
      if (isHere) setFound(able.length ? { seconds: able.at(-1).seconds, total: able.at(-1).total } : null);
    });
    return () => { isHere = false; };
  }, [asked]);
  return found;
};
