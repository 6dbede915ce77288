// Takes side by side under one transport.
import { Pause, Play, Repeat, SkipBack, Volume2, VolumeX } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { clock } from "../cut/lengths.js";
import { Icon } from "../settings/parts.jsx";

export function Transport({ sync, testId = "sync" }) {
  const t = useT();
  const { isPlaying, isLoop, isMuted, isWaiting, at, length, play, seek, set } = sync;
  const shown = t("board.at_of", { at: clock(at), length: clock(length) });
  return (
    <div className="vg-transport">
      <button type="button" className="vg-icon-btn" onClick={() => seek(0)} aria-label={t("cut.to_start")} title={t("cut.to_start")}><Icon of={SkipBack} size={16} /></button>
      <button type="button" className="vg-cut-play" onClick={() => play(!isPlaying)} aria-label={isPlaying ? t("cut.pause") : t("cut.play")} aria-keyshortcuts="Space" data-testid={`${testId}-play`}>{isWaiting && isPlaying ? <i className="vg-spin" aria-hidden="true" /> : <Icon of={isPlaying ? Pause : Play} size={17} />}</button>
      <input type="range" min={0} max={length || 1} step={0.01} value={Math.min(at, length || 1)} style={{ "--share": `${(at / (length || 1)) * 100}%` }} aria-label={t("board.position")} aria-valuetext={shown} onChange={(event) => seek(Number(event.target.value))} data-testid={`${testId}-seek`} />
      <span className="vg-num">{shown}</span>
      <button type="button" className="vg-icon-btn" aria-pressed={isLoop} onClick={() => set({ isLoop: !isLoop })} aria-label={t("board.loop")} title={t("board.loop")} data-testid={`${testId}-loop`}><Icon of={Repeat} size={16} /></button>
      <button type="button" className="vg-icon-btn" aria-pressed={!isMuted} onClick={() => set({ isMuted: !isMuted })} aria-label={t("board.sound")} title={t("board.sound")} data-testid={`${testId}-mute`}><Icon of={isMuted ? VolumeX : Volume2} size={16} /></button>
    </div>
  );
}

export function Playing({ take, sync, name }) {
  if (take.kind === "image") return <img className="vg-playing" src={take.url} alt={name} />;
  return <video className="vg-playing" ref={sync.register(take.id)} src={take.url} poster={take.thumbnailUrl || undefined} muted playsInline preload="auto" aria-label={name} onLoadedMetadata={sync.known} onClick={() => sync.play(!sync.isPlaying)} />;
}
