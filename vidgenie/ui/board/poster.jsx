// What the Segment shows in the video; it plays while somebody points at it.
import { useState } from "react";
import { Clapperboard, Hourglass } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { lengthText } from "../cut/lengths.js";
import { useIsStill } from "../cut/parts.jsx";
import { Icon } from "../settings/parts.jsx";
import { isUnderWay } from "./takes.js";

// A clip has no video element until it is pointed at: sixty of them would be too many.
export function Moving({ url, kind, thumbnail, name, className }) {
  const [isOn, setOn] = useState(false);
  const isStill = useIsStill();
  const canPlay = kind === "video" && url;
  const on = () => canPlay && !isStill && setOn(true);
  return (
    <span className={className} onPointerEnter={on} onPointerLeave={() => setOn(false)}>
      {thumbnail || kind === "image" ? <img src={thumbnail || url} alt={name} loading="lazy" decoding="async" draggable="false" /> : <Icon of={Clapperboard} size={18} />}
      {isOn && <video src={url} autoPlay muted loop playsInline aria-hidden="true" />}
    </span>
  );
}

export function Poster({ segment, n, status, progress }) {
  const t = useT();
  const { take, reference, mode } = segment;
  const shown = mode === "own" ? reference : take;
  const isWaiting = isUnderWay(status);
  return (
    <div className="vg-bs-poster" data-empty={!shown || undefined} data-waiting={isWaiting || undefined}>
      {shown ? <Moving className="vg-bs-shown" url={shown.url} kind={shown.kind} thumbnail={shown.thumbnailUrl} name={t("board.shown_of", { n })} /> : <span className="vg-bs-shown">{!isWaiting && <Icon of={Clapperboard} size={20} />}</span>}
      {status === "pending" && <span className="vg-bs-soon"><Icon of={Hourglass} size={18} /></span>}
      {status === "processing" && <span className="vg-bs-ring" style={{ "--done": `${Math.max(4, progress)}%` }} role="progressbar" aria-label={t("board.progress_of", { n })} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(progress)}><b className="vg-num">{t("cut.percent", { n: Math.round(progress) })}</b></span>}
      {shown?.seconds > 0 && !isWaiting && <i className="vg-bs-length vg-num">{lengthText(t, shown.seconds)}</i>}
    </div>
  );
}
