// What became of the Run: the video and its captions, what to look at again, or what went wrong.
import { CircleCheck, Download, FileText, FolderOpen, Pencil, TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Player } from "../player/player.jsx";
import { Badge, Button, Icon, Notice, Problem } from "../settings/parts.jsx";
import { clock, lengthText } from "./lengths.js";
import { megabytes } from "./upload_tile.jsx";
import { word } from "./parts.jsx";

const sidecar = (id, kind) => `/api/video-generations/${id}/captions.${kind}`;

function Warnings({ warnings }) {
  const t = useT();
  if (!warnings?.length) return null;
  return (
    <Notice tone="warn" icon={TriangleAlert} data-testid="cut-warnings">
      <b>{t("cut.warnings")}</b>
      <ul>{warnings.map(({ problem, start, end }) => <li key={`${problem}${start}`}><b className="vg-num">{t("cut.from_to", { start: clock(start), end: clock(end) })}</b> {t.label("warning", problem)}</li>)}</ul>
    </Notice>
  );
}

function Made({ result, isDraft, hasCaptions, aspect, onClose, onFinal }) {
  const t = useT();
  return (
    <div className="vg-cut-made" data-aspect={aspect} data-testid="cut-result">
      <Player src={result.videoUrl} poster={result.thumbnailUrl} label={t("cut.result")} fullScreenLabel={t("player.full_screen")} failedLabel={t("player.failed")} testId="cut-result-video" />
      <div className="vg-cut-made-words">
        <h2><Icon of={CircleCheck} size={22} />{isDraft ? t("cut.result_draft") : t("cut.result")}</h2>
        <p className="vg-cut-facts">
          <Badge>{lengthText(t, result.duration ?? 0)}</Badge><Badge>{t("cut.size", { width: String(result.width), height: String(result.height) })}</Badge><Badge>{megabytes(t, result.sizeBytes)}</Badge>
        </p>
        {isDraft && <p className="vg-set-say">{t("cut.result_draft_text")}</p>}
        <Warnings warnings={result.warnings} />
        <div className="vg-cut-keep">
          <a className={`vg-btn vg-btn-${isDraft ? "plain" : "primary"}`} href={result.downloadUrl ?? result.videoUrl} download data-testid="cut-download"><Icon of={Download} />{t("cut.download")}</a>
          {hasCaptions && <a className="vg-btn vg-btn-plain" href={sidecar(result.contentId, "srt")} download data-testid="cut-srt"><Icon of={FileText} />.srt</a>}
          {hasCaptions && <a className="vg-btn vg-btn-plain" href={sidecar(result.contentId, "vtt")} download data-testid="cut-vtt"><Icon of={FileText} />.vtt</a>}
        </div>
        <div className="vg-cut-next">
          {isDraft && <Button look="primary" onClick={onFinal} testId="cut-final">{t("cut.run")}</Button>}
          <Button onClick={onClose} testId="cut-back"><Icon of={Pencil} size={15} />{t("cut.go_on")}</Button>
          <a className="vg-btn vg-btn-quiet" href="/library"><Icon of={FolderOpen} />{t("cut.open_library")}</a>
        </div>
      </div>
    </div>
  );
}

// What failed, by the Node that did.
const errorOf = (status) => {
  const error = status.nodes?.map((node) => node.error).find(Boolean);
  return error ? { ...error, ...error.details } : { code: "unknown" };
};

export function Result({ status, isDraft, aspect, onClose, onFinal }) {
  const t = useT();
  const isShown = ["COMPLETED", "FAILED", "UNKNOWN"].includes(status?.status);
  const result = status?.result;
  return (
    <Dialog open={isShown} label={t("cut.result")} onClose={onClose} className="vg-dialog-wide">
      {isShown && (result ? <Made result={result} isDraft={isDraft} aspect={aspect} hasCaptions={Boolean(result.captionsUrl)} onClose={onClose} onFinal={onFinal} /> : (
        <div className="vg-cut-stack vg-cut-failed" data-testid="cut-failed">
          <h2>{t("cut.failed")}</h2>
          <Problem error={errorOf(status)}>{errorOf(status).shot > 0 && <p data-testid="cut-failed-clip">{t("cut.failed_clip", { n: errorOf(status).shot })}</p>}</Problem>
          <p className="vg-set-say">{t("cut.failed_text")}</p>
          <div className="vg-cut-keep">
            <Button look="primary" onClick={onClose}>{t("cut.go_on")}</Button>
            {status.status === "UNKNOWN" && <a className="vg-btn vg-btn-plain" href="/library"><Icon of={FolderOpen} />{t("cut.open_library")}</a>}
          </div>
        </div>
      ))}
    </Dialog>
  );
}
