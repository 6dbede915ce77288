// One clip in the frame, placed as the finished video will place it.
import { useEffect, useRef } from "react";
import { Image } from "lucide-react";
import { Icon, joined } from "../settings/parts.jsx";

export const RATIOS = { "9:16": 9 / 16, "16:9": 16 / 9, "1:1": 1 };
const ENOUGH = 0.75; // of a picture stays in sight where AUTO fills the frame, as in media/assembly/geometry.py

// fill, fit or crop: what AUTO comes to for this picture.
export const fitOf = (clip, aspect) => {
  if (clip.fit !== "auto") return clip.fit;
  const { width, height } = clip.asset;
  if (!width || !height) return "fit";
  const own = width / height;
  const frame = RATIOS[aspect];
  return Math.min(own, frame) / Math.max(own, frame) >= ENOUGH - 1e-9 ? "fill" : "fit";
};

// The focus is in the middle of what is seen, as far as the picture goes.
const along = (focus, part) => (part >= 1 ? 50 : Math.max(0, Math.min(1, (focus - part / 2) / (1 - part))) * 100);
const positionOf = ({ asset, focusX, focusY }, aspect) => {
  const own = (asset.width || 1) / (asset.height || 1);
  return `${along(focusX, RATIOS[aspect] / own)}% ${along(focusY, own / RATIOS[aspect])}%`;
};

// role: now (it is looked at), past (below it during a transition), next (being read).
export function Picture({ clip, aspect, role, at, isPlaying, isStill, entrance }) {
  const video = useRef(null);
  const { asset } = clip;
  const fit = fitOf(clip, aspect);
  const isClip = asset.kind === "video";
  const runs = role === "now" && isPlaying;

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    // Beside the clock by more than a moment: somebody jumped.
    const wanted = Math.min(at, Math.max(0, (asset.seconds ?? 0) - 0.05));
    if (role === "now" && Math.abs(element.currentTime - wanted) > 0.35) element.currentTime = wanted;
    if (runs && at < (asset.seconds ?? 0)) element.play().catch(() => {}); // a pause in between rejects it
    else element.pause();
  }, [runs, role, isPlaying ? Math.floor(at * 2) : at]);

  const style = fit === "crop" ? { objectPosition: positionOf(clip, aspect) } : undefined;
  const poster = asset.thumbnailUrl || undefined;
  return (
    <div className={joined("vg-shot", entrance && role === "now" && `vg-enter-${entrance}`)} data-role={role} data-fit={fit} style={{ "--enter": `${clip.enterSeconds ?? 0.4}s` }}>
      {fit === "fit" && (poster || asset.url) && <img className="vg-shot-back" src={poster ?? asset.url} alt="" aria-hidden="true" />}
      {isClip && <video ref={video} className="vg-shot-front" src={asset.url} poster={poster} style={style} muted playsInline preload={role === "past" ? "metadata" : "auto"} tabIndex={-1} aria-hidden="true" />}
      {!isClip && asset.url && <img className="vg-shot-front" src={asset.url} alt="" style={style} data-drifts={(runs && clip.moves && !isStill) || undefined} />}
      {!asset.url && <span className="vg-shot-none"><Icon of={Image} size={28} /></span>}
    </div>
  );
}
