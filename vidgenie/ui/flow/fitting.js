// When something else is connected to a Node, its values follow, and it says so.
import { useEffect, useRef } from "react";
import { setParams } from "./commands.js";
import { nodeOf } from "./doc.js";
import { adjusted, tellAbout } from "./fit.js";

// A Graph that is opened, or that somebody else changes, stays as it is: only what is connected while one looks counts.
export const useFitting = (node, inputs, locked) => {
  const before = useRef({ id: node?.id, inputs });
  useEffect(() => {
    const was = before.current;
    before.current = { id: node?.id, inputs };
    if (!node || locked || was.id !== node.id || was.inputs === inputs) return;
    const { params, changed } = adjusted(node, inputs);
    if (!changed.length) return;
    setParams(node.id, params);
    tellAbout(nodeOf(node.id), changed);
  }, [node, inputs, locked]);
};
