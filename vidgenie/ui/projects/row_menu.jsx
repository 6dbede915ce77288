// What can be done with one Project.
import { useEffect, useId, useRef, useState } from "react";
import { Copy, Download, EllipsisVertical, FolderOpen, Play, Trash2 } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { call } from "../settings/rest.js";
import { boardOf, titleOf } from "./words.js";

const MOVES = { ArrowDown: 1, ArrowUp: -1 };

const walk = (event) => {
  if (!(event.key in MOVES)) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  items[(items.indexOf(document.activeElement) + MOVES[event.key] + items.length) % items.length].focus();
};

// Below its button, or above it where there is no room.
const placed = (button, menu) => {
  const at = button.getBoundingClientRect();
  const below = at.bottom + 6 + menu.offsetHeight < window.innerHeight;
  menu.style.top = `${Math.max(8, below ? at.bottom + 6 : at.top - menu.offsetHeight - 6)}px`;
  menu.style.left = `${Math.max(8, Math.min(at.right, window.innerWidth - 8) - menu.offsetWidth)}px`;
};

export function RowMenu({ row, onDelete, onChanged }) {
  const t = useT();
  const id = useId();
  const button = useRef(null);
  const menu = useRef(null);
  const [isOpen, setOpen] = useState(false);
  const [error, setError] = useState(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = () => menu.current?.hidePopover();
    window.addEventListener("scroll", close, { passive: true });
    return () => window.removeEventListener("scroll", close);
  }, [isOpen]);
  const toggled = (event) => {
    setOpen(event.newState === "open");
    if (event.newState !== "open") return;
    placed(button.current, menu.current);
    menu.current.querySelector("[role=menuitem]").focus({ preventScroll: true });
  };
  const duplicate = async () => {
    const { error: problem } = await call("POST", `/api/projects/${row.id}/duplicate`);
    setError(problem ?? null);
    if (!problem) { menu.current?.hidePopover(); onChanged(); }
  };
  const item = { role: "menuitem", className: "vg-menu-item", tabIndex: -1 };
  return (
    <>
      <button ref={button} type="button" className="vg-icon-btn vg-row-more" popoverTarget={id} aria-haspopup="menu" aria-expanded={isOpen} aria-label={t("projects.more", { title: titleOf(t, row) })} data-testid="project-menu"><Icon of={EllipsisVertical} size={18} /></button>
      <div ref={menu} id={id} popover="auto" role="menu" className="vg-menu vg-row-menu" onToggle={toggled} onKeyDown={walk}>
        <a href={boardOf(row.id)} {...item} data-testid="project-menu-open"><Icon of={FolderOpen} />{t("projects.open")}</a>
        {row.videoUrl && <a href={row.videoUrl} target="_blank" rel="noreferrer" {...item}><Icon of={Play} />{t("projects.watch")}</a>}
        <button type="button" {...item} onClick={duplicate} data-testid="project-menu-duplicate"><Icon of={Copy} />{t("projects.duplicate")}</button>
        <a href={`/api/projects/${row.id}/export`} download {...item} onClick={() => menu.current?.hidePopover()} data-testid="project-menu-export"><Icon of={Download} />{t("projects.export")}</a>
        <button type="button" {...item} className="vg-menu-item vg-menu-bad" onClick={() => { menu.current?.hidePopover(); onDelete(); }} data-testid="project-menu-delete"><Icon of={Trash2} />{t("projects.delete")}</button>
        {error && <p className="vg-field-error" role="alert">{t.error(error)} {t.remedy(error)}</p>}
      </div>
    </>
  );
}
