// Edges take the colour of what they carry; while it is on its way, particles of light travel along.
import { memo } from "react";
import { BaseEdge, getBezierPath } from "@xyflow/react";
import { useLive } from "./store.js";

const PARTICLES = [0, 0.5, 1];
const SECONDS = 1.5;

const stateOf = (source, target) => {
  if (target.s === "loading") return "loading";
  if (source.q || target.q) return "doubt";
  if (source.s === "error" || target.s === "error") return "error";
  return source.s === "success" ? "success" : "idle";
};

const Edge = memo(function Edge({ id, source, target, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition }) {
  const [path] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  const state = stateOf(useLive(source), useLive(target));
  return (
    <g className={`vg-edge vg-edge-${state}`}>
      <BaseEdge id={id} path={path} />
      {state === "loading" && PARTICLES.map((offset) => (
        <circle key={offset} r="3.5" className="vg-particle">
          <animateMotion dur={`${SECONDS}s`} begin={`${-offset * SECONDS * 0.66}s`} repeatCount="indefinite" path={path} />
        </circle>
      ))}
    </g>
  );
});

export const edgeTypes = { vg: Edge };
