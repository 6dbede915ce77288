// A list that is searched by typing: arrows move, Enter takes, Escape closes.
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { Search } from "lucide-react";
import { Icon } from "../settings/parts.jsx";
import { useT } from "$/utils/vidgenie_i18n";
import { found } from "./fuzzy.js";

const MOVES = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };
const ROOM = 12; // px to the edge of the window
const HIGH = 460; // px, canvas.css

// Beside the point it was asked for at, and inside the window; in the middle without one.
const placed = (at) => {
  if (!at || window.innerWidth < 640) return undefined;
  return { margin: 0, left: Math.max(ROOM, Math.min(at.x, window.innerWidth - 420 - ROOM)), top: Math.max(ROOM, Math.min(at.y, window.innerHeight - HIGH - ROOM)) };
};

function Item({ item, id, isOn, onTake, onPoint, children, testId }) {
  const line = useRef(null);
  useEffect(() => { if (isOn) line.current.scrollIntoView({ block: "nearest" }); }, [isOn]);
  return <li ref={line} id={id} role="option" aria-selected={isOn} aria-disabled={item.isOff || undefined} className="vg-find-item" onPointerMove={onPoint} onClick={onTake} data-testid={testId}>{children}</li>;
}

// items: {key, group?, texts: [what it is found by], isOff?}. groupOf(name) -> heading. at: window point.
export function Finder({ label, placeholder, items, groupOf, onTake, onClose, onLook, draw, testId, searchId, itemId, at, empty, foot }) {
  const t = useT();
  const own = useId();
  const dialog = useRef(null);
  const [looked, setLooked] = useState("");
  const [place, setPlace] = useState(0);
  const shown = useMemo(() => {
    const some = found(items, looked, (item) => item.texts);
    // While nothing is looked for things stand in their groups; else the best is first.
    return some;
  }, [items, looked]);
  const last = Math.max(0, Math.min(place, shown.length - 1));
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    return () => { if (before?.isConnected && (!document.activeElement || document.activeElement === document.body)) before.focus({ preventScroll: true }); };
  }, []);
  const take = (item) => { if (item && !item.isOff) { onClose(); onTake(item); } };
  const look = (event) => { setLooked(event.target.value); setPlace(0); onLook?.(event.target.value); };
  const onKeyDown = (event) => {
    event.stopPropagation();
    if (event.key in MOVES && shown.length) { event.preventDefault(); const by = MOVES[event.key]; setPlace(Math.abs(by) > 1 ? Math.max(0, Math.min(shown.length - 1, last + by)) : (last + by + shown.length) % shown.length); }
    else if (event.key === "Enter") { event.preventDefault(); take(shown[last]); }
    else if (event.key === "Tab") event.preventDefault();
  };
  const isGrouped = !looked.trim();
  return (
    <dialog ref={dialog} className="vg-dialog vg-find" style={placed(at)} aria-label={label} onClose={onClose} onClick={(event) => event.target === dialog.current && onClose()} onKeyDown={onKeyDown} data-testid={testId}>
      <label className="vg-find-search"><Icon of={Search} size={17} />
        <input autoFocus value={looked} onChange={look} placeholder={placeholder ?? label} aria-label={label} role="combobox" aria-expanded="true" aria-controls={`${own}-list`} aria-autocomplete="list" aria-activedescendant={shown.length ? `${own}-${last}` : undefined} autoComplete="off" spellCheck={false} data-testid={searchId} />
      </label>
      <ul id={`${own}-list`} role="listbox" aria-label={label} className="vg-find-list">
        {shown.map((item, index) => {
          const isFirst = isGrouped && groupOf && item.group !== shown[index - 1]?.group;
          return [
            isFirst && <li key={`group-${item.group}`} role="presentation" className="vg-find-group">{groupOf(item.group)}</li>,
            <Item key={item.key} item={item} id={`${own}-${index}`} isOn={index === last} onTake={() => take(item)} onPoint={() => index !== last && setPlace(index)} testId={itemId?.(item)}>{draw(item)}</Item>,
          ];
        })}
      </ul>
      {!shown.length && <p className="vg-find-empty" role="status">{empty ?? t("canvas.nothing_found")}</p>}
      {foot}
    </dialog>
  );
}
