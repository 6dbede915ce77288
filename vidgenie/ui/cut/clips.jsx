// The clips in their order: added, dragged, moved by keyboard, removed and brought back.
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { FolderOpen } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon } from "../settings/parts.jsx";
import { ClipCard } from "./clip_card.jsx";
import { useDrag } from "./drag.js";
import { addClip, clipOf, draft, moveClip } from "./draft.js";
import { LibraryPicker } from "./library.jsx";
import { TransitionPick } from "./transition.jsx";
import { select, stage } from "./stage.js";
import { DropZone, Uploads } from "./upload_tile.jsx";
import { upload, uploads } from "./uploads.js";

const ACCEPT = "video/*,image/jpeg,image/png,image/webp,.mov,.mkv,.mp4,.webm,.avi";

const take = (asset, seq) => {
  const clip = clipOf(asset, seq);
  addClip(clip);
  if (!stage.get().selected) select(clip.uid);
};

// Clips dropped anywhere on the room are meant for the list.
const useDropAnywhere = () => {
  useEffect(() => {
    const over = (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault();
    const drop = (event) => {
      if (event.defaultPrevented || !event.dataTransfer?.files.length) return;
      event.preventDefault();
      upload(event.dataTransfer.files, take);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    return () => { window.removeEventListener("dragover", over); window.removeEventListener("drop", drop); };
  }, []);
};

export function Clips() {
  const t = useT();
  const { clips } = draft.use();
  const isSending = uploads.use((list) => list.length > 0);
  const [isPicking, setPicking] = useState(false);
  const [said, setSaid] = useState("");
  const list = useRef(null);
  const focus = useRef(null);
  const [held, grab] = useDrag(list, moveClip);
  useDropAnywhere();
  // A card that was moved lost the focus on the way.
  useLayoutEffect(() => {
    const element = focus.current;
    focus.current = null;
    if (element?.isConnected && element !== document.activeElement) element.focus({ preventScroll: true });
    element?.closest("[data-clip]")?.scrollIntoView({ block: "nearest" });
  }, [clips]);

  const step = (clip, by, at) => {
    focus.current = document.activeElement;
    const place = moveClip(clip.uid, at + by);
    setSaid(t("cut.moved", { place: place + 1, total: clips.length }));
  };
  return (
    <section className="vg-cut-clips" aria-label={t("cut.clips")}>
      <p className="vg-sr" role="status">{said}</p>
      {clips.length > 0 && (
        <ol ref={list} className="vg-clips">
          {clips.map((clip, at) => (
            <li key={clip.uid} data-clip={clip.uid} data-held={held === clip.uid || undefined}>
              <ClipCard clip={clip} at={at} total={clips.length} onStep={(by) => step(clip, by, at)} grip={{ onPointerDown: grab(clip.uid) }} />
              {at < clips.length - 1 && <TransitionPick clip={clip} at={at} />}
            </li>
          ))}
        </ol>
      )}
      <Uploads />
      <DropZone accept={ACCEPT} compact={clips.length > 0 || isSending} title={clips.length || isSending ? t("cut.add_more") : t("cut.add")} text={clips.length || isSending ? "" : t("cut.add_text")} testId="cut-add" onFiles={(files) => upload(files, take)}>
        <Button small look="quiet" className="vg-drop-library" onClick={() => setPicking(true)} testId="cut-library"><Icon of={FolderOpen} size={15} />{t("cut.from_library")}</Button>
      </DropZone>
      <LibraryPicker open={isPicking} onClose={() => setPicking(false)} onPick={(asset) => take(asset, 0)} />
    </section>
  );
}
