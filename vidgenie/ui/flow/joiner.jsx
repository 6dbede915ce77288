// Joining by keys: everything one node could be joined with, and what it is joined with already.
import { useMemo } from "react";
import { Cable, Unplug } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { typeOf } from "./catalog.js";
import { disconnect } from "./commands.js";
import { doc, edgeId } from "./doc.js";
import { Finder } from "./finder.jsx";
import { focusNode } from "./moving.js";
import { nameOf } from "./names.js";
import { say, ui } from "./selection.js";
import { join } from "./wires.js";
import { choices } from "./wiring.js";

const far = (nodes, one, other) => Math.hypot(nodes[one].position.x - nodes[other].position.x, nodes[one].position.y - nodes[other].position.y);

const listed = (t, id) => {
  const graph = doc.get();
  const item = (wire, isOut, group) => {
    const other = isOut ? wire.target : wire.source;
    const [mine, theirs] = [isOut ? wire.sourceHandle : wire.targetHandle, isOut ? wire.targetHandle : wire.sourceHandle].map((port) => t.label("port", port));
    return { key: `${group} ${edgeId(wire)}`, wire, isOut, group, other, mine, theirs, name: nameOf(t, other), texts: [nameOf(t, other), other, theirs, mine] };
  };
  const open = choices(graph, id, typeOf).map(({ wire, isOut }) => item(wire, isOut, isOut ? "to" : "from"));
  const near = (a, b) => far(graph.nodes, id, a.other) - far(graph.nodes, id, b.other);
  const joined = graph.edges.filter(({ source, target }) => source === id || target === id).map((edge) => item(edge, edge.source === id, "joined"));
  return [...open.filter(({ isOut }) => isOut).sort(near), ...open.filter(({ isOut }) => !isOut).sort(near), ...joined];
};

function Line({ item }) {
  const t = useT();
  const words = { mine: item.mine, theirs: item.theirs };
  return (
    <>
      <Icon of={item.group === "joined" ? Unplug : Cable} size={17} />
      <span className="vg-find-words"><b>{item.group === "joined" ? t("canvas.unjoin", { name: item.name }) : item.name}</b><small>{item.isOut ? t("canvas.join_to", words) : t("canvas.join_from", words)}</small></span>
    </>
  );
}

function Open({ id }) {
  const t = useT();
  const items = useMemo(() => listed(t, id), [t, id]);
  const take = ({ wire, group, other }) => {
    if (group === "joined") { disconnect([edgeId(wire)]); say(t("canvas.unjoined", { name: nameOf(t, other) })); }
    else join(t, wire);
    focusNode(id);
  };
  return <Finder label={t("canvas.join", { name: nameOf(t, id) })} items={items} groupOf={(name) => t.label("canvas_join", name)} onTake={take} onClose={() => ui.set({ joining: "" })} draw={(item) => <Line item={item} />} testId="joiner" searchId="joiner-search" itemId={({ wire }) => `join-${edgeId(wire)}`} empty={items.length ? undefined : t("canvas.nothing_fits")} />;
}

export function Joiner() {
  const id = ui.use((now) => now.joining);
  return id && <Open id={id} />;
}
