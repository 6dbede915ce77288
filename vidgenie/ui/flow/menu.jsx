// The menu of a node, an edge or the canvas: right click, long press, Shift+F10.
import { useEffect, useRef } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { act, ACTIONS, canDo } from "./actions.js";
import { focusCanvas, focusNode } from "./moving.js";
import { priceText, usePrices } from "./planning.js";
import { ui } from "./selection.js";
import { Keys } from "./shortcuts_sheet.jsx";

const MOVES = { ArrowDown: 1, ArrowUp: -1 };
const EDGE = 8; // px to the edge of the window
const SCOPES = { run_from: "from", run_only: "only" }; // of the actions that start a Run of one Node

const back = (kind, id) => (kind === "node" ? focusNode(id, false) : focusCanvas());

function Open({ menu }) {
  const t = useT();
  const list = useRef(null);
  const { x, y, at, kind, id } = menu;
  const close = () => ui.set({ menu: null });
  const items = ACTIONS.filter(({ on, name }) => on?.includes(kind) && canDo(name));
  const prices = usePrices(items.some(({ name }) => name in SCOPES) ? id : null);
  useEffect(() => {
    const { offsetWidth, offsetHeight } = list.current;
    Object.assign(list.current.style, { left: `${Math.max(EDGE, Math.min(x, window.innerWidth - offsetWidth - EDGE))}px`, top: `${Math.max(EDGE, Math.min(y, window.innerHeight - offsetHeight - EDGE))}px` });
    list.current.querySelector("[role=menuitem]")?.focus({ preventScroll: true });
    const away = (event) => { if (!list.current?.contains(event.target)) close(); };
    window.addEventListener("pointerdown", away, true);
    window.addEventListener("blur", close);
    return () => { window.removeEventListener("pointerdown", away, true); window.removeEventListener("blur", close); };
  }, [x, y]);
  const onKeyDown = (event) => {
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); close(); back(kind, id); return; }
    if (!(event.key in MOVES)) return;
    event.preventDefault();
    const items = [...list.current.querySelectorAll("[role=menuitem]")];
    items[(items.indexOf(document.activeElement) + MOVES[event.key] + items.length) % items.length].focus();
  };
  const take = (name) => { close(); back(kind, id); act(t, name, at, prices[SCOPES[name]]); };
  return (
    <div ref={list} role="menu" aria-label={t.label("canvas_menu", kind)} className="vg-flow-menu" onKeyDown={onKeyDown} onContextMenu={(event) => event.preventDefault()} data-testid="canvas-menu">
      {items.map(({ name, keys, tone }) => <button key={name} type="button" role="menuitem" tabIndex={-1} className="vg-menu-item" data-tone={tone} onClick={() => take(name)} data-testid={`menu-${name}`}><span>{t.label("canvas_act", name)}</span>{keys && <Keys keys={keys.slice(0, 1)} />}{name in SCOPES && <span className="vg-menu-price">{priceText(t, prices[SCOPES[name]])}</span>}</button>)}
    </div>
  );
}

export function Menu() {
  const menu = ui.use((now) => now.menu);
  return menu && <Open menu={menu} />;
}
