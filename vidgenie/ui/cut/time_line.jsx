// The clips side by side, as long as they will be shown; below them the music.
import { Music } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { lengthText } from "./lengths.js";
import { word } from "./parts.jsx";
import { seek } from "./stage.js";
import { Waveform } from "./waveform.jsx";

const COUNTS = [1, 2, 3, 4, 6, 8, 10]; // of pictures in a filmstrip: few, so that they are not read anew with each letter typed
const WIDTH = 640; // px of the time line, about
const HEIGHT = 52;

// As many pictures as stand side by side in this share of the line without being squeezed.
const backOf = ({ asset }, share) => {
  if (asset.kind !== "video") return asset.thumbnailUrl || asset.url;
  const fitting = (share * WIDTH) / (HEIGHT * ((asset.width || 16) / (asset.height || 9)));
  return `/api/assets/${asset.id}/filmstrip?count=${COUNTS.findLast((count) => count <= Math.max(1, fitting + 0.5))}`;
};

export function TimeLine({ clips, lengths, total, place, at, music }) {
  const t = useT();
  if (!clips.length) return null;
  const before = lengths.slice(0, place).reduce((sum, one) => sum + one, 0);
  const jump = (event, index) => {
    const box = event.currentTarget.getBoundingClientRect();
    // A press of Enter has no place: to the beginning of the clip.
    const share = event.detail === 0 ? 0 : Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    seek(clips[index].uid, share * lengths[index]);
  };
  const onKeyDown = (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = way && event.currentTarget.children[[...event.currentTarget.children].indexOf(event.target) + way];
    if (!next?.focus || next.tagName !== "BUTTON") return;
    event.preventDefault();
    next.focus();
  };
  return (
    <div className="vg-line" data-testid="cut-line">
      <div className="vg-line-clips" role="group" aria-label={t("cut.line")} onKeyDown={onKeyDown}>
        {clips.map((clip, index) => (
          <button key={clip.uid} type="button" className="vg-line-clip" data-selected={index === place || undefined} style={{ flexGrow: lengths[index], backgroundImage: clip.asset.isGone ? undefined : `url("${backOf(clip, lengths[index] / (total || 1))}")` }} data-strip={clip.asset.kind === "video" || undefined}
            onClick={(event) => jump(event, index)} aria-label={t("cut.line_clip", { n: index + 1, length: lengthText(t, lengths[index]) })} aria-current={index === place || undefined}>
            <span>{index + 1}</span>
          </button>
        ))}
        <i className="vg-line-head" style={{ left: `${total ? ((before + at) / total) * 100 : 0}%` }} aria-hidden="true" />
      </div>
      {music && (music.bed || music.asset) && (
        <div className="vg-line-music" style={{ opacity: 0.45 + music.volume * 0.55 }}>
          <span><Icon of={Music} size={12} />{music.asset ? music.asset.name || t("cut.music_own") : word(t, "bed", music.bed)}</span>
          {music.asset && <Waveform asset={music.asset} />}
        </div>
      )}
    </div>
  );
}
