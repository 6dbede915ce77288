// Which Projects are selected: one by one, a range with Shift, a whole page; kept while pages are turned.
import { useEffect, useRef, useState } from "react";

export const useSelection = (rows) => {
  const [chosen, setChosen] = useState(() => new Map()); // id -> row as it was last seen
  const last = useRef("");
  // What is selected stays as new as what is shown.
  useEffect(() => {
    setChosen((old) => (rows.some((row) => old.has(row.id)) ? new Map([...old].map(([id, row]) => [id, rows.find((one) => one.id === id) ?? row])) : old));
  }, [rows]);

  const set = (ids, isOn) => setChosen((old) => {
    const next = new Map(old);
    for (const row of rows) {
      if (!ids.includes(row.id)) continue;
      if (isOn) next.set(row.id, row);
      else next.delete(row.id);
    }
    return next;
  });
  // isRange: everything from the one that was touched last.
  const toggle = (id, isRange) => {
    const places = [rows.findIndex((row) => row.id === last.current), rows.findIndex((row) => row.id === id)];
    const isOn = !chosen.has(id);
    const range = isRange && places[0] >= 0 ? rows.slice(Math.min(...places), Math.max(...places) + 1).map((row) => row.id) : [id];
    set(range, isOn);
    last.current = id;
  };
  const ids = rows.map((row) => row.id);
  const here = ids.filter((id) => chosen.has(id)).length;
  return {
    rows: [...chosen.values()],
    has: (id) => chosen.has(id),
    toggle,
    isAll: here > 0 && here === ids.length,
    isSome: here > 0 && here < ids.length,
    toggleAll: () => set(ids, here < ids.length),
    drop: (gone) => setChosen((old) => new Map([...old].filter(([id]) => !gone.includes(id)))),
    clear: () => setChosen(new Map()),
  };
};
