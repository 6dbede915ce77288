// The menu at the end of a row: a button, and beside it what can be done with what the row shows.
import { useEffect, useId, useRef, useState } from "react";
import { EllipsisVertical } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon, joined } from "../settings/parts.jsx";

const MOVES = { ArrowDown: 1, ArrowUp: -1 };
export const ITEM = { role: "menuitem", className: "vg-menu-item", tabIndex: -1 }; // of each line

const walk = (event) => {
  if (!(event.key in MOVES)) return;
  event.preventDefault();
  event.stopPropagation();
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

// children: how to close it -> its lines. error: what went wrong with one of them. onOpen: it was opened.
export function RowMenu({ label, className, error, onOpen, testId, children }) {
  const t = useT();
  const id = useId();
  const button = useRef(null);
  const menu = useRef(null);
  const [isOpen, setOpen] = useState(false);
  const close = () => menu.current?.hidePopover();
  useEffect(() => {
    if (!isOpen) return undefined;
    window.addEventListener("scroll", close, { passive: true });
    return () => window.removeEventListener("scroll", close);
  }, [isOpen]);
  const toggled = (event) => {
    setOpen(event.newState === "open");
    if (event.newState !== "open") return;
    onOpen?.();
    placed(button.current, menu.current);
    menu.current.querySelector("[role=menuitem]").focus({ preventScroll: true });
  };
  return (
    <>
      <button ref={button} type="button" className={joined("vg-icon-btn vg-row-more", className)} popoverTarget={id} aria-haspopup="menu" aria-expanded={isOpen} aria-label={label} data-testid={testId}><Icon of={EllipsisVertical} size={18} /></button>
      <div ref={menu} id={id} popover="auto" role="menu" className="vg-menu vg-row-menu" onToggle={toggled} onKeyDown={walk}>
        {children(close)}
        {error && <p className="vg-field-error" role="alert">{t.error(error)} {t.remedy(error)}</p>}
      </div>
    </>
  );
}
