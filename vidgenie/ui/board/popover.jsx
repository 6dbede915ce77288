// A button with a small panel beside it: the browser's own popover closes it on Escape or a click elsewhere.
import { useCallback, useEffect, useId, useRef, useState } from "react";
import { joined } from "../settings/parts.jsx";

const EDGE = 8; // px to the edge of the window

const put = (panel, button) => {
  const at = button.getBoundingClientRect();
  const { offsetWidth: wide, offsetHeight: high } = panel;
  const left = Math.max(EDGE, Math.min(at.right - wide, window.innerWidth - wide - EDGE));
  const below = at.bottom + 6;
  const top = below + high <= window.innerHeight - EDGE || at.top - 6 - high < EDGE ? Math.max(EDGE, Math.min(below, window.innerHeight - high - EDGE)) : at.top - 6 - high;
  Object.assign(panel.style, { left: `${left}px`, top: `${top}px` });
};

// children: what is in it, or a function of how to close it. Nothing of it is there while it is closed.
export function Popover({ label, title, button, className, look = "vg-icon-btn", disabled, testId, children, menu = false }) {
  const id = useId().replace(/[^\w-]/g, "_");
  const opener = useRef(null);
  const panel = useRef(null);
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => panel.current?.hidePopover?.(), []);
  useEffect(() => {
    if (!isOpen) return undefined;
    const place = () => panel.current && opener.current && put(panel.current, opener.current);
    place();
    const size = new ResizeObserver(place);
    size.observe(panel.current);
    window.addEventListener("resize", place);
    panel.current.querySelector("[data-first], button, input, textarea, select, a")?.focus({ preventScroll: true });
    return () => { size.disconnect(); window.removeEventListener("resize", place); };
  }, [isOpen]);
  const onKeyDown = (event) => {
    if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const all = [...panel.current.querySelectorAll("button:not(:disabled), a")];
    const next = all[(all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length];
    next?.focus();
  };
  return (
    <>
      <button ref={opener} type="button" className={look} popoverTarget={id} aria-expanded={isOpen} aria-haspopup={menu ? "menu" : "dialog"} aria-label={label} title={title ?? label} disabled={disabled} data-testid={testId}>{button}</button>
      <div ref={panel} id={id} popover="auto" className={joined("vg-pop", menu && "vg-pop-menu", className)} role={menu ? "menu" : "dialog"} aria-label={label ?? title} onToggle={(event) => setOpen(event.newState === "open")} onKeyDown={onKeyDown} data-testid={testId && `${testId}-panel`}>
        {isOpen && (typeof children === "function" ? children(close) : children)}
      </div>
    </>
  );
}

// One line of a menu. aside: at its end, what it costs.
export function MenuItem({ icon, children, tone, hint, aside, ...rest }) {
  return <button type="button" role="menuitem" className="vg-menu-item" data-tone={tone} {...rest}>{icon}<span>{children}{hint && <small>{hint}</small>}</span>{aside && <span className="vg-menu-price">{aside}</span>}</button>;
}
