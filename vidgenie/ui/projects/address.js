// What is looked at stands in the address: a reload, a bookmark and the way back find it again.
import { useCallback, useEffect, useState } from "react";

const read = () => (typeof window === "undefined" ? {} : Object.fromEntries(new URL(window.location.href).searchParams));

const write = (values, isStep) => {
  const address = new URL(window.location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value === "" || value === null || value === undefined) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  window.history[isStep ? "pushState" : "replaceState"](window.history.state, "", address);
};

// [values of the address, change(values, isStep)]; isStep: the browser's way back leads here again.
export const useAddress = () => {
  const [values, setValues] = useState({});
  const [isRead, setRead] = useState(false);
  useEffect(() => {
    const follow = () => setValues(read());
    follow();
    setRead(true);
    window.addEventListener("popstate", follow);
    return () => window.removeEventListener("popstate", follow);
  }, []);
  const change = useCallback((changed, isStep = false) => { write(changed, isStep); setValues(read()); }, []);
  return [values, change, isRead];
};
