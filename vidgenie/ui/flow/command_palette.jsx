// Everything by name (Ctrl+K): what can be done, the nodes of this Graph, other Graphs, pages.
import { useEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { ArrowRight, CornerDownLeft, Waypoints } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { call } from "../settings/rest.js";
import { act, ACTIONS, canDo } from "./actions.js";
import { typeOf } from "./catalog.js";
import { doc } from "./doc.js";
import { Finder } from "./finder.jsx";
import { TypeIcon } from "./icon.jsx";
import { focusNode } from "./moving.js";
import { titleOf } from "./names.js";
import { pick, ui } from "./selection.js";
import { Keys } from "./shortcuts_sheet.jsx";

const PAGES = { dashboard: "/dashboard", projects: "/projects", runs: "/runs", templates: "/templates", library: "/library", cut: "/cut", settings: "/settings", credits: "/credits" };
const SOON = 150; // ms of quiet before the server is asked
const HIDDEN = ["commands", "escape"];

const useGraphs = () => {
  const [graphs, setGraphs] = useState([]);
  const [looked, setLooked] = useState("");
  const turn = useRef(0);
  useEffect(() => {
    turn.current += 1;
    const mine = turn.current;
    const timer = setTimeout(async () => {
      const { data } = await call("GET", `/api/graphs?limit=8&q=${encodeURIComponent(looked.trim())}`);
      if (data && mine === turn.current) setGraphs(data.items);
    }, looked ? SOON : 0);
    return () => clearTimeout(timer);
  }, [looked]);
  return [graphs, setLooked];
};

function Open() {
  const t = useT();
  const go = useNavigate();
  const [graphs, look] = useGraphs();
  const items = useMemo(() => {
    const { nodes, order, id: open } = doc.get();
    const acts = ACTIONS.filter(({ name }) => !HIDDEN.includes(name) && canDo(name)).map(({ name, keys }) => ({ key: `act-${name}`, group: "act", name, keys, title: t.label("canvas_act", name) }));
    const here = order.map((id) => ({ key: `node-${id}`, group: "node", id, icon: typeOf(nodes[id].type)?.icon, title: titleOf(t, nodes[id]), more: id }));
    const others = graphs.filter(({ id }) => id !== open).map(({ id, name }) => ({ key: `graph-${id}`, group: "graph", to: `/create/${id}`, title: name }));
    const pages = Object.entries(PAGES).map(([name, to]) => ({ key: `page-${name}`, group: "page", to, title: t.label("canvas_page", name) }));
    return [...acts, ...here, ...others, ...pages].map((item) => ({ ...item, texts: [item.title, item.more ?? ""] }));
  }, [t, graphs]);
  const take = ({ group, name, id, to }) => {
    if (group === "act") act(t, name);
    else if (group === "node") { pick([id]); focusNode(id); }
    else go(to);
  };
  const draw = (item) => (
    <>
      {item.group === "node" ? <TypeIcon name={item.icon} /> : <Icon of={item.group === "act" ? CornerDownLeft : item.group === "graph" ? Waypoints : ArrowRight} size={16} />}
      <span className="vg-find-words"><b>{item.title}</b></span>
      {item.keys && <Keys keys={item.keys.slice(0, 1)} />}
    </>
  );
  return <Finder label={t("canvas.commands")} items={items} groupOf={(name) => t.label("canvas_found", name)} onTake={take} onLook={look} onClose={() => ui.set({ isCommand: false })} draw={draw} testId="command-palette" searchId="command-search" itemId={({ key }) => `command-${key}`} />;
}

export function CommandPalette() {
  return ui.use((now) => now.isCommand) && <Open />;
}
