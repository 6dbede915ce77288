// What feeds a Node, chosen from lists: on a screen too small to draw wires on.
import { X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { typeOf, useCatalog } from "./catalog.js";
import { connect, disconnect } from "./commands.js";
import { doc, edgeId } from "./doc.js";
import { titleOf } from "./names.js";
import { canConnect } from "./wiring.js";

const keyOf = ({ source, sourceHandle }) => `${source}.${sourceHandle}`;

// Every output that may feed the port: what feeds it already counts as free.
const sourcesOf = ({ nodes, order, edges }, id, port) => {
  const others = edges.filter((edge) => edge.target !== id || edge.targetHandle !== port.name);
  return order.filter((other) => other !== id).flatMap((other) => (typeOf(nodes[other]?.type)?.outputs ?? [])
    .map((output) => ({ source: other, sourceHandle: output.name, target: id, targetHandle: port.name }))
    .filter((wire) => !canConnect({ nodes, edges: others }, wire, typeOf)));
};

function Port({ id, port, locked }) {
  const t = useT();
  const graph = doc.use();
  const fed = graph.edges.filter((edge) => edge.target === id && edge.targetHandle === port.name);
  const sources = sourcesOf(graph, id, port);
  const nameOf = (wire) => {
    const isAlone = (typeOf(graph.nodes[wire.source]?.type)?.outputs.length ?? 0) < 2;
    return `${titleOf(t, graph.nodes[wire.source])}${isAlone ? "" : ` · ${t.label("port", wire.sourceHandle)}`}`;
  };
  const words = t("running.takes", { port: t.label("port", port.name) });
  const pick = (event) => {
    const wire = sources.find((one) => keyOf(one) === event.target.value);
    if (wire) connect(wire);
    else if (!port.many) disconnect(fed.map(edgeId));
  };
  const free = port.many ? sources.filter((one) => !fed.some((edge) => keyOf(edge) === keyOf(one))) : sources;
  if (!sources.length && !fed.length) return port.required && <p className="vg-column-port"><span>{words}</span><small>{t("running.takes_missing")}</small></p>;
  return (
    <div className="vg-column-port">
      <label>
        <span>{words}</span>
        <select className="vg-input" value={port.many ? "" : fed[0] ? keyOf(fed[0]) : ""} disabled={locked || (port.many && !free.length)} onChange={pick} data-testid={`takes-${id}-${port.name}`}>
          <option value="">{port.many ? t("running.takes_more") : t("running.takes_nothing")}</option>
          {free.map((wire) => <option key={keyOf(wire)} value={keyOf(wire)}>{nameOf(wire)}</option>)}
        </select>
      </label>
      {port.many && fed.length > 0 && (
        <ul>{fed.map((edge) => <li key={edgeId(edge)}>{nameOf(edge)}<button type="button" className="vg-icon-btn" disabled={locked} onClick={() => disconnect([edgeId(edge)])} aria-label={t("running.takes_no_more", { name: nameOf(edge) })}><Icon of={X} size={15} /></button></li>)}</ul>
      )}
    </div>
  );
}

export function Takes({ node, locked }) {
  useCatalog();
  const inputs = typeOf(node.type)?.inputs ?? [];
  if (!inputs.length) return null;
  return <div className="vg-column-ports">{inputs.map((port) => <Port key={port.name} id={node.id} port={port} locked={locked} />)}</div>;
}
