// What a node is called: by its type, or as somebody named it (F2, or a double click).
import { useEffect, useRef } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { rename } from "./commands.js";
import { focusNode } from "./moving.js";
import { titleOf } from "./names.js";
import { ui } from "./selection.js";

const LONGEST = 80; // characters, domain/graph_json.py

function Naming({ node, name }) {
  const t = useT();
  const field = useRef(null);
  const isOver = useRef(false);
  useEffect(() => { field.current.select(); }, []);
  const end = (isKept, isByKey) => {
    if (isOver.current) return;
    isOver.current = true;
    if (isKept) rename(node.id, field.current.value);
    ui.set({ renaming: "" });
    if (isByKey) focusNode(node.id);
  };
  const onKeyDown = (event) => {
    event.stopPropagation();
    if (event.key === "Enter" || event.key === "Escape") { event.preventDefault(); end(event.key === "Enter", true); }
  };
  return <input ref={field} autoFocus className="vg-node-naming nodrag nopan" defaultValue={node.title ?? ""} placeholder={name} maxLength={LONGEST} aria-label={t("canvas.name_label")} onBlur={() => end(true, false)} onKeyDown={onKeyDown} data-testid={`node-${node.id}-title-input`} />;
}

export function Title({ node, locked }) {
  const t = useT();
  const isNaming = ui.use(({ renaming }) => renaming === node.id);
  const name = titleOf(t, node);
  if (isNaming) return <Naming node={node} name={t.label("node", node.type)} />;
  return <h3 className="vg-node-title" title={node.title ? `${name} · ${t.label("node", node.type)}` : name} onDoubleClick={() => !locked && ui.set({ renaming: node.id })} data-testid={`node-${node.id}-title`}>{name}</h3>;
}
