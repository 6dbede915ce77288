// What answers a press of a button is seen: below the fold, or under the bar of a phone, nobody would read it.
import { useEffect, useRef } from "react";

// isOn: somebody has pressed. stamp: it has grown when this is another.
export const useInSight = (isOn, stamp) => {
  const card = useRef(null);
  useEffect(() => { if (isOn) card.current?.scrollIntoView({ block: "nearest" }); }, [isOn, stamp]);
  return card;
};
