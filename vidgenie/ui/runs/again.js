// Starting a Run again: what that costs, and what became of the request.
import { useEffect, useState } from "react";
import { useAction } from "../settings/rest.js";
import { priceOf, retry } from "./acts.js";

// {again, anew, ...} in credits, null until it is known. id: "" while nobody wants to know. Asked again when `stamp` is another.
export const usePrice = (id, stamp) => {
  const [price, setPrice] = useState(null);
  useEffect(() => {
    setPrice(null);
    if (!id) return undefined;
    let isHere = true;
    priceOf(id).then(({ data }) => isHere && setPrice(data ?? null));
    return () => { isHere = false; };
  }, [id, stamp]);
  return price;
};

// go(how): {anew, instead, most}, as `retry` takes it. wanted: of the last one. onStarted(what the server answered).
export const useRetry = (id, onStarted) => {
  const [wanted, setWanted] = useState({});
  const { isBusy, error, run, clear } = useAction();
  const go = async (how) => {
    setWanted(how);
    const made = await run(() => retry(id, how));
    if (made) onStarted(made);
    return Boolean(made);
  };
  return { isBusy, error, wanted, go, clear };
};
