// A long press opens the menu of what is under the finger.
import { useMemo, useRef } from "react";

const LONG = 550; // ms
const STILL = 8; // px

const kindOf = (target) => {
  const node = target.closest(".react-flow__node");
  if (node) return ["node", { id: node.dataset.id }];
  const edge = target.closest(".react-flow__edge");
  return edge ? ["edge", { id: edge.dataset.id }] : ["canvas", undefined];
};

export const useLongPress = (menuOf) => {
  const menu = useRef(menuOf);
  menu.current = menuOf;
  return useMemo(() => {
    let timer = 0;
    let from = null;
    const cancel = () => clearTimeout(timer);
    return {
      onTouchStart: (event) => {
        cancel();
        if (event.touches.length !== 1 || event.target.closest("input, textarea, select, button, a, video, audio")) return;
        const { clientX, clientY, target } = event.touches[0];
        from = { clientX, clientY };
        const [kind, one] = kindOf(target);
        timer = setTimeout(() => menu.current(kind)({ clientX, clientY, preventDefault: () => {} }, one), LONG);
      },
      onTouchMove: (event) => {
        const { clientX, clientY } = event.touches[0];
        if (from && Math.hypot(clientX - from.clientX, clientY - from.clientY) > STILL) cancel();
      },
      onTouchEnd: cancel,
      onTouchCancel: cancel,
    };
  }, []);
};
