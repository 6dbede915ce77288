// The ports of a node: where edges begin and end, in the colour of what goes through.
import { memo, useCallback } from "react";
import { Handle, Position } from "@xyflow/react";
import { useT } from "$/utils/vidgenie_i18n";
import { typeOf } from "./catalog.js";
import { ui } from "./selection.js";
import { portTop } from "./sizes.js";

const NONE = Object.freeze([]);
const named = (names) => [...new Set(names)].map((name) => ({ name, types: NONE, required: false, many: false }));

// {inputs, outputs} of a node; of one whose type is unknown those that have edges.
const known = new WeakMap();
export const portsOf = (node, edges) => {
  const type = typeOf(node.type);
  if (type) return type;
  const old = known.get(node);
  if (old?.edges === edges) return old.ports;
  const ports = {
    inputs: named(edges.filter(({ target }) => target === node.id).map(({ targetHandle }) => targetHandle)),
    outputs: named(edges.filter(({ source }) => source === node.id).map(({ sourceHandle }) => sourceHandle)),
  };
  known.set(node, { edges, ports });
  return ports;
};

export const typesText = (t, types) => types.map((type) => t.label("port_type", type)).join(" / ");

function Port({ id, port, index, isIn, state }) {
  const t = useT();
  const name = t.label("port", port.name);
  const kinds = typesText(t, port.types);
  const words = kinds && kinds !== name ? `${name} · ${kinds}` : name;
  return (
    <Handle id={port.name} type={isIn ? "target" : "source"} position={isIn ? Position.Left : Position.Right} style={{ top: portTop(index) }}
      className={`vg-port vg-port-${port.types[0] ?? "any"}${port.required && isIn ? " vg-port-needed" : ""}`} data-state={state} data-testid={`port-${isIn ? "in" : "out"}-${id}-${port.name}`} title={words}>
      <span className="vg-port-name" aria-hidden="true">{words}</span>
    </Handle>
  );
}

// While a wire is drawn: fits, or is out of the question.
const stateOf = (fits, isMine, name) => {
  if (!fits) return undefined;
  return isMine && fits.includes(name) ? "fits" : "dim";
};

export const Ports = memo(function Ports({ id, ports, side }) {
  const isIn = side === "inputs";
  const fits = ui.use(useCallback(({ wire }) => (wire ? wire.fits[id] ?? NONE : null), [id]));
  const isMine = ui.use(({ wire }) => Boolean(wire) && Boolean(wire.from.source) === isIn);
  return ports[side].map((port, index) => <Port key={port.name} id={id} port={port} index={index} isIn={isIn} state={stateOf(fits, isMine, port.name)} />);
});
