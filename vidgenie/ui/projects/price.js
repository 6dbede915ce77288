// What a whole video would cost before there is a Project: a batch of one row, only looked at.
import { useEffect, useState } from "react";
import { useCalm } from "../cut/parts.jsx";
import { call } from "../settings/rest.js";

const CALM = 500; // ms nobody may change anything before the price is asked for

// row: as a row of a batch; null while there is nothing to ask for. {total, available, isShort} or null.
export const usePrice = (row) => {
  const [price, setPrice] = useState(null);
  const asked = useCalm(row ? JSON.stringify(row) : "", CALM);
  useEffect(() => {
    if (!asked) { setPrice(null); return undefined; }
    let isHere = true;
    call("POST", "/api/projects/batch/check", { rows: [JSON.parse(asked)] }).then(({ data }) => {
      const isGood = data && !data.rows?.[0]?.problems?.length;
      if (isHere) setPrice(isGood ? { total: data.total, available: data.available, isShort: !data.unlimited && data.total > data.available } : null);
    });
    return () => { isHere = false; };
  }, [asked]);
  return price;
};
