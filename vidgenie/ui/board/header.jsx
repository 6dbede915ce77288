// The head of the board: what it is called, how it stands, what it costs, and the ways to look at it.
import { memo, useEffect, useRef } from "react";
import { Archive, BookmarkPlus, Copy, Ellipsis, LayoutList, ListTree, PanelRight, Redo2, Trash2, Undo2, Waypoints } from "lucide-react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { lengthText } from "../cut/lengths.js";
import { Icon } from "../settings/parts.jsx";
import { redo, undo } from "./acts.js";
import { useCounts } from "./counting.js";
import { About } from "./about.jsx";
import { HEAD } from "./fields.js";
import { live } from "./live.js";
import { MenuItem, Popover } from "./popover.jsx";
import { path, useHead } from "./project.js";
import { SaveState } from "./save_state.jsx";
import { change, useValue } from "./saving.js";

const TONES = { completed: "good", ready: "good", generating: "accent", scripting: "accent", failed: "bad", outdated: "warn", draft: "" };

export function Status({ status }) {
  const t = useT();
  const isLive = status === "generating" || status === "scripting";
  return <span className={`vg-badge vg-badge-${TONES[status] ?? ""}${isLive ? " vg-badge-live" : ""}`} data-testid="project-status" data-status={status}>{t.label("board_word", `status_${status}`)}</span>;
}

function Title() {
  const t = useT();
  const title = useValue(HEAD, "title", useHead((head) => head.title));
  return <><h1 className="vg-sr">{title || t("board.untitled")}</h1><input className="vg-board-title" value={title} maxLength={120} aria-label={t("board.title")} placeholder={t("board.untitled")} onChange={(event) => change(HEAD, { title: event.target.value })} data-testid="project-title" /></>;
}

function Costs() {
  const t = useT();
  const { spent, toCome } = useHead((head) => head.cost) ?? {};
  const counts = useCounts();
  return (
    <p className="vg-board-facts" data-testid="project-cost" data-spent={spent} data-to-come={toCome}>
      <span>{t("board.sum", { n: counts.included })} · {lengthText(t, counts.seconds)}</span>
      <span>{t("board.spent", { n: spent ?? 0 })}{toCome > 0 && <> · <b>{t("board.to_come", { n: toCome })}</b></>}</span>
    </p>
  );
}

// Ctrl+Z belongs to the text while somebody types; to the Project everywhere else.
const TEXT = "input:not([type=checkbox], [type=radio], [type=range]), textarea, [contenteditable]";
const useKeys = (t) => {
  useEffect(() => {
    const onKey = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest?.(TEXT) || document.querySelector("dialog[open]")) return;
      const key = event.key.toLowerCase();
      const way = key === "z" ? (event.shiftKey ? redo : undo) : key === "y" && !event.shiftKey ? redo : null;
      if (!way) return;
      event.preventDefault();
      way(t);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [t]);
};

// What a change is called: "segment.add" has a word of its own, "segment.text" is about a field.
const ACTS = ["segment.add", "segment.remove", "segment.split", "segment.merge", "segment.edit", "segment.take", "segments.order", "take.remove", "script", "project.script"];
const actOf = (t, what) => (ACTS.includes(what) ? t.label("board_word", `act_${what}`) : t.label("board_word", `field_${what.split(".").pop().replace(/_(\w)/g, (_, letter) => letter.toUpperCase())}`));

function Turning() {
  const t = useT();
  useKeys(t);
  const canUndo = useHead((head) => head.canUndo);
  const canRedo = useHead((head) => head.canRedo);
  const undoes = useHead((head) => head.undoLabel);
  const redoes = useHead((head) => head.redoLabel);
  const named = (way, what) => (what ? t("board.way_of", { way, what: actOf(t, what) }) : way);
  return (
    <span className="vg-board-turning">
      <button type="button" className="vg-icon-btn" disabled={!canUndo} onClick={() => undo(t)} aria-label={named(t("board.undo"), undoes)} title={`${named(t("board.undo"), undoes)} (Ctrl+Z)`} aria-keyshortcuts="Control+Z" data-testid="undo-button"><Icon of={Undo2} size={17} /></button>
      <button type="button" className="vg-icon-btn" disabled={!canRedo} onClick={() => redo(t)} aria-label={named(t("board.redo"), redoes)} title={`${named(t("board.redo"), redoes)} (Ctrl+Shift+Z)`} aria-keyshortcuts="Control+Shift+Z Control+Y" data-testid="redo-button"><Icon of={Redo2} size={17} /></button>
    </span>
  );
}

const VIEWS = [["board", LayoutList], ["steps", ListTree], ["canvas", Waypoints]];

function Views({ view, onView }) {
  const t = useT();
  const list = useRef(null);
  const onKeyDown = (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const next = VIEWS[(VIEWS.findIndex(([name]) => name === view) + way + VIEWS.length) % VIEWS.length][0];
    onView(next);
    list.current.querySelector(`[data-view="${next}"]`).focus();
  };
  return (
    <div ref={list} className="vg-board-views" role="tablist" aria-label={t("board.views")} onKeyDown={onKeyDown}>
      {VIEWS.map(([name, drawing]) => (
        <button key={name} type="button" role="tab" id={`view-${name}`} data-view={name} aria-selected={view === name} aria-controls="board-view" tabIndex={view === name ? 0 : -1} onClick={() => onView(name)} data-testid={`view-${name}`}><Icon of={drawing} size={15} /><span>{t.label("board_word", `view_${name}`)}</span></button>
      ))}
    </div>
  );
}

function More({ onDuplicate, onTemplate, onDelete }) {
  const t = useT();
  return (
    <Popover menu label={t("board.more")} button={<Icon of={Ellipsis} size={18} />} testId="project-menu">
      {(close) => (
        <>
          <MenuItem icon={<Icon of={Copy} size={16} />} onClick={() => { close(); onDuplicate(); }} data-testid="project-duplicate">{t("board.duplicate")}</MenuItem>
          <MenuItem icon={<Icon of={BookmarkPlus} size={16} />} onClick={() => { close(); onTemplate(); }} data-testid="project-template">{t("board.template")}</MenuItem>
          <a role="menuitem" className="vg-menu-item" href={path("/export")} download onClick={close} data-testid="menu-export"><Icon of={Archive} size={16} /><span>{t("board.export")}<small>{t("board.export_text")}</small></span></a>
          <MenuItem tone="bad" icon={<Icon of={Trash2} size={16} />} onClick={() => { close(); onDelete(); }} data-testid="project-delete">{t("board.delete")}</MenuItem>
        </>
      )}
    </Popover>
  );
}

export const Header = memo(function Header({ view, onView, onSide, isSideOpen, ...menu }) {
  const t = useT();
  const status = live.use(({ progress }) => progress?.status);
  const told = useHead((head) => head.status);
  return (
    <header className="vg-board-head">
      <nav className="vg-board-way" aria-label={t("board.way")}><Link to="/projects">{t("board.projects")}</Link><span aria-hidden="true">/</span></nav>
      <Title />
      <Status status={status ?? told} />
      <SaveState />
      <div className="vg-board-tools">
        <Costs />
        <About />
        <Turning />
        <Views view={view} onView={onView} />
        <button type="button" className="vg-icon-btn vg-board-side-open" aria-expanded={isSideOpen} aria-controls="board-side" onClick={onSide} aria-label={t("board.side")} title={t("board.side")} data-testid="side-open"><Icon of={PanelRight} size={18} /></button>
        <More {...menu} />
      </div>
    </header>
  );
});
