// One's own files, and the videos made here: picked into the list.
import { useEffect, useState } from "react";
import { Check, Image, Plus, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Button, Icon, Problem, Waiting } from "../settings/parts.jsx";
import { call } from "../settings/rest.js";
import { lengthText } from "./lengths.js";
import { Choice } from "./parts.jsx";

const PAGE = 24;

// The Asset behind a signed link: /media/<id>.mp4?...
const assetId = (url) => url?.match(/\/media\/(\w+)\./)?.[1];

const made = async (page) => {
  const { data, error } = await call("GET", `/api/video-generations?status=completed&pageSize=${PAGE}&page=${page}`);
  if (error) return { error };
  const items = data.items.filter((item) => assetId(item.videoUrl)).map((item) => ({ id: assetId(item.videoUrl), kind: "video", name: item.prompt, thumbnailUrl: item.thumbnailUrl, isMade: true }));
  return { items, next: page * PAGE < data.total ? page + 1 : null };
};

const own = async (kind, cursor) => {
  const { data, error } = await call("GET", `/api/assets?kind=${kind}&limit=${PAGE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
  return error ? { error } : { items: data.items, next: data.nextCursor ?? null };
};

const READ = { video: (next) => own("video", next), image: (next) => own("image", next), made: (next) => made(next ?? 1) };

function Tile({ item, count, onPick }) {
  const t = useT();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const pick = async () => {
    if (!item.isMade) { onPick(item); return; }
    setBusy(true);
    const { data, error: problem } = await call("GET", `/api/assets/${item.id}`);
    setBusy(false);
    if (data) onPick({ ...data, name: item.name || data.name });
    else setError(problem);
  };
  return (
    <li>
      <button type="button" className="vg-tile" onClick={pick} aria-busy={isBusy || undefined} data-testid="cut-library-item">
        <span className="vg-tile-picture">
          {item.thumbnailUrl ? <img src={item.thumbnailUrl} alt="" loading="lazy" /> : <Icon of={Image} size={22} />}
          {item.seconds ? <i>{lengthText(t, item.seconds)}</i> : null}
          <em data-count={count || undefined}><Icon of={count ? Check : Plus} size={14} /></em>
        </span>
        <span className="vg-tile-name">{item.name || t("cut.unnamed")}</span>
      </button>
      {error && <p className="vg-field-error" role="alert">{t.error(error)}</p>}
    </li>
  );
}

function Picker({ onClose, onPick }) {
  const t = useT();
  const [source, setSource] = useState("video");
  const [found, setFound] = useState({ items: null, next: null, error: null });
  const [picked, setPicked] = useState([]);
  useEffect(() => {
    let isHere = true;
    setFound({ items: null, next: null, error: null });
    READ[source]().then((page) => isHere && setFound({ items: page.items ?? [], next: page.next ?? null, error: page.error ?? null }));
    return () => { isHere = false; };
  }, [source]);
  const more = async () => {
    const page = await READ[source](found.next);
    setFound((old) => ({ items: [...old.items, ...(page.items ?? [])], next: page.next ?? null, error: page.error ?? null }));
  };
  const pick = (asset) => { setPicked((old) => [...old, asset.id]); onPick(asset); };
  return (
    <div className="vg-library-pick">
      <header>
        <h2>{t("cut.library")}</h2>
        <button type="button" className="vg-icon-btn" onClick={onClose} aria-label={t("shell.close")}><Icon of={X} size={18} /></button>
      </header>
      <Choice label={t("cut.library_show")} hidesLabel value={source} choices={[["video", t("cut.library_clips")], ["image", t("cut.library_pictures")], ["made", t("cut.library_made")]]} onChange={setSource} testId="cut-library-show" />
      <Problem error={found.error} />
      {found.items === null && <Waiting tall={4} />}
      {found.items?.length === 0 && !found.error && <p className="vg-set-none">{t("cut.library_none")}</p>}
      {found.items?.length > 0 && <ul className="vg-tiles">{found.items.map((item) => <Tile key={item.id} item={item} count={picked.filter((id) => id === item.id).length} onPick={pick} />)}</ul>}
      {found.next && <div className="vg-set-more"><Button small onClick={more}>{t("cut.library_more")}</Button></div>}
      <footer><span role="status">{picked.length > 0 && t("cut.library_picked", { n: picked.length })}</span><Button look="primary" onClick={onClose} testId="cut-library-done">{t("cut.done")}</Button></footer>
    </div>
  );
}

export function LibraryPicker({ open, onClose, onPick }) {
  const t = useT();
  return <Dialog open={open} label={t("cut.library")} onClose={onClose} className="vg-dialog-wide" testId="cut-library-dialog"><Picker onClose={onClose} onPick={onPick} /></Dialog>;
}
