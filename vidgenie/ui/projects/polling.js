// Asking again and again, for as long as there is something to see and somebody who looks.
import { useEffect, useRef } from "react";

export const EVERY = 3000; // ms

// ask: an async function. isOn: something is under way. It rests while the page is hidden, and asks at
// once when somebody comes back.
export const usePolling = (ask, isOn, every = EVERY) => {
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (!isOn) return undefined;
    let timer = 0;
    let isHere = true;
    const later = () => { clearTimeout(timer); if (isHere && !document.hidden) timer = setTimeout(again, every); };
    const again = async () => { clearTimeout(timer); await latest.current(); later(); };
    const seen = () => (document.hidden ? clearTimeout(timer) : again());
    document.addEventListener("visibilitychange", seen);
    later();
    return () => { isHere = false; clearTimeout(timer); document.removeEventListener("visibilitychange", seen); };
  }, [isOn, every]);
};
