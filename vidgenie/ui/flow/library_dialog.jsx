// One's own files of a kind, newest first: what was brought, and what was made here.
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { AudioLines, Check, Image, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Button, Icon, Problem, Waiting } from "../settings/parts.jsx";
import { call } from "../settings/rest.js";

const PAGE = 24;
const NOTHING = { items: null, next: null, error: null };
const read = async (kind, cursor) => {
  const { data, error } = await call("GET", `/api/assets?kind=${kind}&limit=${PAGE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
  return { items: data?.items ?? [], next: data?.nextCursor ?? null, error: error ?? null };
};

function Tile({ item, isChosen, onPick }) {
  const t = useT();
  return (
    <li>
      <button type="button" className="vg-asset-tile" onClick={() => onPick(item)} aria-pressed={isChosen} data-testid="form-library-item">
        <span className="vg-asset-tile-picture">
          {item.thumbnailUrl ? <img src={item.thumbnailUrl} alt="" loading="lazy" /> : <Icon of={item.kind === "audio" ? AudioLines : Image} size={22} />}
          {isChosen && <em><Icon of={Check} size={14} /></em>}
        </span>
        <span className="vg-asset-tile-name">{item.name || t("form.unnamed")}</span>
      </button>
    </li>
  );
}

function Files({ kind, chosen, onClose, onPick }) {
  const t = useT();
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    let isHere = true;
    read(kind).then((page) => isHere && setFound(page));
    return () => { isHere = false; };
  }, [kind]);
  const more = async () => {
    const page = await read(kind, found.next);
    setFound((old) => ({ ...page, items: [...old.items, ...page.items] }));
  };
  return (
    <div className="vg-asset-library">
      <header>
        <h2>{t("form.library_title")}</h2>
        <button type="button" className="vg-icon-btn" onClick={onClose} aria-label={t("shell.close")}><Icon of={X} size={18} /></button>
      </header>
      <Problem error={found.error} />
      {found.items === null && <Waiting tall={4} />}
      {found.items?.length === 0 && !found.error && <p className="vg-hint">{t("form.library_none")}</p>}
      {found.items?.length > 0 && <ul className="vg-asset-tiles">{found.items.map((item) => <Tile key={item.id} item={item} isChosen={item.id === chosen} onPick={onPick} />)}</ul>}
      {found.next && <div className="vg-asset-more"><Button small onClick={more}>{t("form.library_more")}</Button></div>}
    </div>
  );
}

// Outside of the canvas, which would scale it and take its keys and drags.
export function Library(props) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setOpen(true), []);
  return createPortal(
    <div onKeyDown={(event) => event.stopPropagation()} onPointerDown={(event) => event.stopPropagation()}>
      <Dialog open={isOpen} label={t("form.library_title")} onClose={props.onClose} className="vg-dialog-wide" testId="form-library"><Files {...props} /></Dialog>
    </div>,
    document.body,
  );
}
