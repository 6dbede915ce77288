// A video with the two things people do with it: watch it on the whole screen, keep it.
import { useRef, useState } from "react";

const enter = (video) => {
  if (video.requestFullscreen) return video.requestFullscreen();
  return video.webkitEnterFullscreen?.(); // iPhones
};

export function Player({ src, poster, label, fullScreenLabel, downloadLabel, downloadUrl, testId, downloadTestId, failedLabel }) {
  const video = useRef(null);
  const [failed, setFailed] = useState(false);
  if (!src) return null;
  return (
    <div className="vg-player nodrag nopan">
      <video ref={video} key={src} src={src} poster={poster || undefined} controls playsInline preload="metadata" aria-label={label} data-testid={testId}
        onError={() => setFailed(true)} onLoadedMetadata={() => setFailed(false)} />
      {failed && <p className="vg-field-error" role="alert">{failedLabel}</p>}
      <div className="vg-player-bar">
        <button type="button" className="vg-btn vg-btn-quiet vg-btn-small" onClick={() => video.current && enter(video.current)}>{fullScreenLabel}</button>
        {downloadUrl && <a className="vg-btn vg-btn-primary vg-btn-small" href={downloadUrl} download data-testid={downloadTestId}>{downloadLabel}</a>}
      </div>
    </div>
  );
}
