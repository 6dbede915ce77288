// What the Run was for: watched, heard or seen, and kept.
import { TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { lengthText } from "../cut/lengths.js";
import { Player } from "../player/player.jsx";
import { Icon } from "../settings/parts.jsx";

export function Result({ result }) {
  const t = useT();
  if (!result) return null;
  const { type, videoUrl, imageUrl, audioUrl, thumbnailUrl, warnings, captionsUrl } = result;
  const srt = captionsUrl?.replace(/\.vtt$/, ".srt");
  const keep = (url) => <a className="vg-btn vg-btn-primary vg-btn-small" href={url} download data-testid="run-download">{t("player.download")}</a>;
  return (
    <section className="vg-run-result" aria-label={t("runs.result")} data-testid="run-result" data-type={type}>
      {type === "video" && <Player src={videoUrl} poster={thumbnailUrl} downloadUrl={videoUrl} label={t("player.label")} fullScreenLabel={t("player.full_screen")} downloadLabel={t("player.download")} failedLabel={t("player.failed")} testId="run-video" downloadTestId="run-download" />}
      {type === "image" && <><img src={imageUrl} alt={t("create.image_alt")} />{keep(imageUrl)}</>}
      {type === "audio" && <><audio src={audioUrl} controls preload="metadata" aria-label={t("runs.result")} />{keep(audioUrl)}</>}
      {warnings.length > 0 && <ul className="vg-run-warnings">{warnings.map(({ problem, start, end }) => <li key={`${problem}${start}`}><Icon of={TriangleAlert} size={14} />{end > start && <b>{lengthText(t, start)} – {lengthText(t, end)}</b>} {t.label("warning", problem)}</li>)}</ul>}
      {captionsUrl && <p className="vg-run-files"><a className="vg-more" href={captionsUrl} download>{t("running.captions", { kind: "VTT" })}</a><a className="vg-more" href={srt} download>{t("running.captions", { kind: "SRT" })}</a></p>}
    </section>
  );
}
