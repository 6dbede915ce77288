// The name of the Graph that is open, and the menu of all of them.
import { useEffect, useRef, useState } from "react";
import { ChevronDown, Copy, Pencil, Plus, RotateCcw, Trash2 } from "lucide-react";
import { useNavigate } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import "./doc.css";
import { Popover } from "../board/popover.jsx";
import { Ago, Button, Icon, Problem, Waiting } from "../settings/parts.jsx";
import { renameGraph } from "./commands.js";
import { doc, open } from "./doc.js";
import { copyOf, create, remove, renameOther, restore, useGraphs } from "./graphs_list.js";
import { say } from "./said.js";

const LONGEST = 120; // characters, graphs/tables.py

// An empty name is not kept: what it was called before comes back.
export function GraphName() {
  const t = useT();
  const { name, status, isLocked } = doc.use();
  const before = useRef("");
  useEffect(() => { if (name) document.title = t("graph.page", { name }); }, [name, t]);
  const leave = () => { if (!name.trim()) renameGraph(before.current || t("graph.untitled")); else if (name !== name.trim()) renameGraph(name.trim()); };
  return (
    <>
      <h1 className="vg-sr">{name}</h1>
      <input className="vg-doc-name" value={name} maxLength={LONGEST} readOnly={isLocked} disabled={status !== "ready"} aria-label={t("graph.name")} placeholder={t("graph.untitled")}
        onFocus={() => { before.current = name; }} onChange={(event) => renameGraph(event.target.value, { typing: true })} onBlur={leave}
        onKeyDown={(event) => { if (event.key === "Enter" || event.key === "Escape") event.target.blur(); }} data-testid="graph-name" />
    </>
  );
}

function Renaming({ item, onDone }) {
  const t = useT();
  const field = useRef(null);
  const isOver = useRef(false);
  useEffect(() => field.current.select(), []);
  const end = async (isKept) => {
    if (isOver.current) return;
    isOver.current = true;
    const name = field.current.value.trim();
    if (isKept && name && name !== item.name) {
      if (item.id === doc.get().id) renameGraph(name);
      else await renameOther(item, name);
    }
    onDone(isKept && name ? name : item.name);
  };
  const onKeyDown = (event) => {
    event.stopPropagation();
    if (event.key === "Enter" || event.key === "Escape") { event.preventDefault(); end(event.key === "Enter"); }
  };
  return <input ref={field} autoFocus className="vg-input vg-graphs-naming" defaultValue={item.name} maxLength={LONGEST} aria-label={t("graph.name")} onBlur={() => end(true)} onKeyDown={onKeyDown} data-testid={`graph-rename-${item.id}`} />;
}

function Item({ item, isOpen, isBin, onOpen, onRename, onCopy, onRemove, onBack }) {
  const t = useT();
  const keys = (event) => {
    if (event.key === "F2" && !isBin) { event.preventDefault(); onRename(); }
    if (event.key === "Delete" && !isBin) { event.preventDefault(); onRemove(); }
  };
  const tool = (label, drawing, act, name) => <button type="button" className="vg-icon-btn" onClick={act} aria-label={t("graph.tool_of", { what: label, name: item.name })} title={label} data-testid={`graph-${name}-${item.id}`}><Icon of={drawing} size={15} /></button>;
  return (
    <li className="vg-graphs-item" data-open={isOpen || undefined}>
      <button type="button" className="vg-graphs-open" aria-current={isOpen || undefined} disabled={isBin} onClick={onOpen} onKeyDown={keys} data-testid={`graph-item-${item.id}`}>
        {item.thumbnailUrl ? <img src={item.thumbnailUrl} alt="" loading="lazy" /> : <i className="vg-graphs-blank" aria-hidden="true" />}
        <span><b>{item.name}</b><small>{t("graph.nodes", { n: item.nodes })} · <Ago at={item.deletedAt ?? item.updatedAt} /></small></span>
      </button>
      {isBin ? tool(t("graph.bring_back"), RotateCcw, onBack, "restore") : <>{tool(t("graph.rename"), Pencil, onRename, "edit")}{tool(t("graph.duplicate"), Copy, onCopy, "copy")}{tool(t("graph.delete"), Trash2, onRemove, "delete")}</>}
    </li>
  );
}

function List({ close }) {
  const t = useT();
  const go = useNavigate();
  const current = doc.use(({ id }) => id);
  const [query, setQuery] = useState("");
  const [isBin, setBin] = useState(false);
  const [renaming, setRenaming] = useState("");
  const { items, cursor, error, isLoading, more, reload } = useGraphs(query.trim(), isBin);
  const list = useRef(null);
  const show = (graph) => { if (graph) { close(); go(`/create/${graph.id}`); } };
  const away = async (item) => {
    if (!(await remove(item.id))) return;
    const back = async () => { const graph = await restore(item.id); if (graph && item.id === current) go(`/create/${item.id}`); };
    say("deleted", { values: { name: item.name }, action: { name: "undo", run: back } });
    if (item.id === current) { close(); go("/create"); open(""); } else reload();
  };
  const arrows = (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || renaming) return;
    event.preventDefault();
    const all = [event.currentTarget.querySelector("input[type=search]"), ...list.current.querySelectorAll(".vg-graphs-open:not(:disabled)")];
    all[(all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length]?.focus();
  };
  return (
    <div className="vg-graphs" onKeyDown={arrows} data-testid="graphs-menu">
      <div className="vg-graphs-head">
        <input type="search" className="vg-input" value={query} onChange={(event) => setQuery(event.target.value)} placeholder={t("graph.search")} aria-label={t("graph.search")} data-first data-testid="graphs-search" />
        <Button small look="primary" onClick={async () => show(await create())} testId="graph-new"><Icon of={Plus} size={15} />{t("graph.new")}</Button>
      </div>
      <Problem error={error} />
      {isLoading && <Waiting tall={2} />}
      {!isLoading && !items.length && <p className="vg-graphs-none">{query ? t("graph.none_found") : isBin ? t("graph.bin_empty") : t("graph.none")}</p>}
      <ul ref={list}>
        {items.map((item) => (renaming === item.id
          ? <li key={item.id} className="vg-graphs-item"><Renaming item={item} onDone={() => { setRenaming(""); reload(); }} /></li>
          : <Item key={item.id} item={item} isOpen={item.id === current} isBin={isBin} onOpen={() => show(item)} onRename={() => setRenaming(item.id)} onCopy={async () => show(await copyOf(item.id))} onRemove={() => away(item)} onBack={async () => { if (await restore(item.id)) reload(); }} />))}
      </ul>
      <footer>
        {cursor && <Button small look="quiet" onClick={more}>{t("graph.more")}</Button>}
        <Button small look="quiet" aria-pressed={isBin} onClick={() => setBin(!isBin)} testId="graphs-bin"><Icon of={Trash2} size={14} />{isBin ? t("graph.leave_bin") : t("graph.bin")}</Button>
      </footer>
    </div>
  );
}

export function GraphsMenu() {
  const t = useT();
  return <Popover label={t("graph.all")} button={<Icon of={ChevronDown} size={16} />} className="vg-doc-pop" testId="graphs-button">{(close) => <List close={close} />}</Popover>;
}
