// Edges take the colour of what they carry; while it is on its way, particles of light travel along.
// Also the wire that is being drawn, which says why it cannot end where it is.
import { memo, useCallback } from "react";
import { BaseEdge, getBezierPath, useStore } from "@xyflow/react";
import { useT } from "$/utils/vidgenie_i18n";
import { typeOf } from "./catalog.js";
import { doc } from "./doc.js";
import { useLive } from "./live.js";
import { refused } from "./wires.js";

const PARTICLES = [0, 0.5, 1];
const SECONDS = 1.5;
const HINT = { width: 260, height: 84 }; // px

const stateOf = (source, target) => {
  if (target?.status === "loading") return "loading";
  if (source?.question || target?.question) return "doubt";
  if (source?.status === "error" || target?.status === "error") return "error";
  return source?.status === "success" ? "success" : "idle";
};
// Light costs frames: only where somebody can see it.
const isNear = ({ transform }) => transform[2] > 0.4;

const kindOf = (nodes, source, handle) => typeOf(nodes[source]?.type)?.outputs.find(({ name }) => name === handle)?.types[0] ?? "any";

export const Edge = memo(function Edge({ id, source, target, sourceHandleId, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected }) {
  const [path] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  const state = stateOf(useLive(source), useLive(target));
  const kind = doc.use(useCallback(({ nodes }) => kindOf(nodes, source, sourceHandleId), [source, sourceHandleId]));
  const canShine = useStore(isNear);
  return (
    <g className={`vg-edge vg-edge-${state} vg-edge-of-${kind}`} data-selected={selected} data-testid={`edge-${id}`}>
      <BaseEdge id={id} path={path} interactionWidth={18} />
      {state === "loading" && canShine && PARTICLES.map((offset) => (
        <circle key={offset} r="3.5" className="vg-particle">
          <animateMotion dur={`${SECONDS}s`} begin={`${-offset * SECONDS * 0.66}s`} repeatCount="indefinite" path={path} />
        </circle>
      ))}
    </g>
  );
});

export function Wire({ fromX, fromY, toX, toY, fromPosition, toPosition, fromHandle, toHandle, connectionStatus }) {
  const t = useT();
  const [path] = getBezierPath({ sourceX: fromX, sourceY: fromY, targetX: toX, targetY: toY, sourcePosition: fromPosition, targetPosition: toPosition });
  const why = connectionStatus === "invalid" && toHandle ? refused(t, fromHandle, toHandle) : "";
  return (
    <g className="vg-wire" data-status={connectionStatus ?? "open"}>
      <path d={path} fill="none" />
      {why && <foreignObject x={toX + 14} y={toY + 10} width={HINT.width} height={HINT.height}><div className="vg-wire-why" data-testid="wire-refused">{why}</div></foreignObject>}
    </g>
  );
}

export const EDGES = { vg: Edge };
