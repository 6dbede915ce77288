// The right column: the video, how far it is, and the choices; a drawer where the window is narrow.
import { memo, useEffect, useRef } from "react";
import { X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { Choices } from "./choices.jsx";
import { Film } from "./film.jsx";
import { Progress } from "./progress.jsx";

export const Side = memo(function Side({ isOpen, onClose }) {
  const t = useT();
  const place = useRef(null);
  const from = useRef(null);
  useEffect(() => {
    if (!isOpen) { from.current?.focus?.(); from.current = null; return undefined; }
    from.current = document.activeElement;
    place.current.querySelector("button")?.focus();
    const onKey = (event) => { if (event.key === "Escape" && !document.querySelector("dialog[open], :popover-open")) onClose(); };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [isOpen]);
  return (
    <>
      {isOpen && <div className="vg-board-shade" onClick={onClose} aria-hidden="true" />}
      <aside id="board-side" ref={place} className="vg-board-side" data-open={isOpen || undefined} aria-label={t("board.side")} data-testid="board-side">
        <button type="button" className="vg-icon-btn vg-board-side-close" onClick={onClose} aria-label={t("shell.close")}><Icon of={X} size={18} /></button>
        <Progress />
        <Film />
        <Choices />
      </aside>
    </>
  );
});
