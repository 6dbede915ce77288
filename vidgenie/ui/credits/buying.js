// To the page where something is paid, and what comes of it.
import { useCallback, useEffect, useRef, useState } from "react";
import { newId } from "../cut/store.js";
import { call, read } from "../settings/rest.js";

const ORDERS = "/api/billing/orders";
const CHECKOUT = "/api/billing/checkout";
const WAITS = [400, 700, 1000, 1500, 2000, 3000, 4000, 5000]; // ms between two looks at an order

// A request that got no answer is asked again under the key it had: it opens one checkout at most.
let unanswered = null; // {text: what was asked for, key}

export const openCheckout = async (kind, slug) => {
  const text = JSON.stringify({ kind, slug });
  const key = unanswered?.text === text ? unanswered.key : newId();
  const options = { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json", "Idempotency-Key": key }, body: text };
  const answer = await read(await fetch(CHECKOUT, options).catch(() => null));
  unanswered = answer.error?.code === "offline" ? { text, key } : null;
  return answer;
};

// onFailed(): what is shown may be out of date. {busy: "pack-small" while its page is opened, error, kind: what
// could not be bought, buy(kind, slug)}.
export const useBuying = (onFailed) => {
  const [busy, setBusy] = useState("");
  const [error, setError] = useState(null);
  const [kind, setKind] = useState("");
  const failed = useRef(onFailed);
  failed.current = onFailed;
  // The way back shows the page as it was left: nothing is under way any more.
  useEffect(() => {
    const shown = (event) => { if (event.persisted) setBusy(""); };
    window.addEventListener("pageshow", shown);
    return () => window.removeEventListener("pageshow", shown);
  }, []);
  const buy = useCallback(async (wanted, slug) => {
    setBusy(`${wanted}-${slug}`);
    setKind(wanted);
    setError(null);
    const { data, error: problem } = await openCheckout(wanted, slug);
    if (data?.orderId) {
      // Without an address it was decided meanwhile, in another tab.
      window.location.assign(data.url || `/credits?order=${data.orderId}`);
      return;
    }
    setBusy("");
    setError(problem ?? { code: "unknown" });
    failed.current?.();
  }, []);
  return { busy, error, kind, buy };
};

// An order, looked at a few times while it is open: the message that it was paid may come later than the buyer.
// state: {order, error, isLate: it is still open and nobody looks any more}.
export const useOrder = (id, onSettled) => {
  const [state, setState] = useState({ order: null, error: null, isLate: false });
  const settled = useRef(onSettled);
  settled.current = onSettled;
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!id) { setState({ order: null, error: null, isLate: false }); return undefined; }
    let timer = 0;
    let isHere = true;
    const look = async (times) => {
      const { data, error } = await call("GET", `${ORDERS}/${encodeURIComponent(id)}`);
      if (!isHere) return;
      const isOpen = data?.status === "open";
      const isOver = times >= WAITS.length;
      setState((old) => ({ order: data ?? old.order, error: data ? null : error, isLate: isOpen && isOver }));
      if (data && !isOpen) settled.current?.(data);
      if (!isOver && (isOpen || error?.code === "offline")) timer = setTimeout(() => look(times + 1), WAITS[times]);
    };
    look(0);
    return () => { isHere = false; clearTimeout(timer); };
  }, [id, round]);
  return { ...state, again: () => setRound((n) => n + 1) };
};
