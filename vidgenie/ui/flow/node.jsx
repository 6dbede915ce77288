// The frame of a Node: its place, its ports, its state. The inside is a component written in Python.
import { memo, useContext } from "react";
import { Handle, Position } from "@xyflow/react";
import { Canvas, useLive, useMore } from "./store.js";

export const nodeTypeOf = (type) => `vg_${type}`;

const NONE = Object.freeze([]);

// Ports sit beside the title, so that Edges between neighbours run straight however tall the Nodes get.
const FIRST = 29; // px
const STEP = 22; // px
const place = (index, narrow) => (narrow ? { left: "50%" } : { top: FIRST + index * STEP });

function Ports({ names, kind, narrow }) {
  const side = kind === "target" ? (narrow ? Position.Top : Position.Left) : narrow ? Position.Bottom : Position.Right;
  return (names ?? []).map((name, index) => (
    <Handle key={name} id={name} type={kind} position={side} isConnectable={false} style={place(index, narrow)} />
  ));
}

export const wrap = (Body) => memo(function Node({ id, data }) {
  const { clock, locked, labels } = useContext(Canvas);
  const live = useLive(id);
  const more = useMore(id);
  const { type, narrow } = data;
  const status = live.s;
  const isLoading = status === "loading";
  const isInDoubt = Boolean(live.q);
  return (
    <section className={`vg-node vg-node-${status} ${isInDoubt ? "vg-node-doubt" : ""} ${narrow ? "vg-node-narrow" : ""}`} data-testid={`node-${id}`} data-type={type} data-status={status} aria-busy={isLoading}>
      <Ports names={data.inputs} kind="target" narrow={narrow} />
      <Body id={id} icon={data.icon} type={type} status={status} since={live.b ?? 0} took={live.d ?? 0} now={clock ?? 0} until={live.u ?? 0} left={live.l ?? 0} locked={Boolean(locked)}
        text={data.text ?? ""} fields={data.fields} demo={Boolean(data.demo)} price={data.price ?? 0} bills={data.bills ?? NONE} made={more} />
      <div className="vg-node-progress" role="progressbar" aria-label={labels.progress} aria-valuemin={0} aria-valuemax={100} aria-valuenow={live.p} data-testid={`node-${id}-progress`} hidden={!isLoading}>
        <i style={{ width: `${live.p}%` }} /><span>{live.p}{"\u202f"}%</span>
      </div>
      <Ports names={data.outputs} kind="source" narrow={narrow} />
    </section>
  );
});
