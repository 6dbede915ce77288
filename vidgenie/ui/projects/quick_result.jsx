// What became of a quick video: to watch, to keep, to go on with; or what went wrong, and the remedy.
import { CircleCheck, Download, FileText, PencilLine, Plus, RotateCw, TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { clock, lengthText } from "../cut/lengths.js";
import { megabytes } from "../cut/upload_tile.jsx";
import { Player } from "../player/player.jsx";
import { Badge, Button, Icon, Notice } from "../settings/parts.jsx";
import { errorOf } from "../cut/follow.js";
import { Refusal } from "../ways/refusal.jsx";
import { again, retry } from "./quick_run.js";
import { boardOf, titleOf } from "./words.js";

function Warnings({ warnings }) {
  const t = useT();
  if (!warnings?.length) return null;
  return (
    <Notice icon={TriangleAlert}>
      <b>{t("cut.warnings")}</b>
      <ul>{warnings.map(({ problem, start, end }) => <li key={`${problem}${start}`}>{t("cut.from_to", { start: clock(start), end: clock(end) })} {t.label("warning", problem)}</li>)}</ul>
    </Notice>
  );
}

export function Made({ project }) {
  const t = useT();
  const { film } = project;
  return (
    <section className="vg-quick-made" data-aspect={project.choices?.aspect} data-testid="quick-result">
      <Player src={film.videoUrl} poster={film.thumbnailUrl} label={t("quick.video")} fullScreenLabel={t("player.full_screen")} failedLabel={t("player.failed")} testId="quick-video" />
      <div className="vg-quick-made-words">
        <p className="vg-quick-ready"><Icon of={CircleCheck} size={18} />{t("quick.ready")}</p>
        <h2>{titleOf(t, project)}</h2>
        <p className="vg-quick-facts"><Badge>{lengthText(t, film.seconds ?? 0)}</Badge><Badge>{t("cut.size", { width: String(film.width), height: String(film.height) })}</Badge>{film.bytes > 0 && <Badge>{megabytes(t, film.bytes)}</Badge>}<Badge tone={project.cost?.spent ? "" : "good"}>{project.cost?.spent ? t("credits.count", { n: project.cost.spent }) : t("projects.free")}</Badge></p>
        {project.isDraftScript && <p className="vg-hint">{t("quick.draft")}</p>}
        <Warnings warnings={film.warnings} />
        <div className="vg-quick-keep">
          <a className="vg-btn vg-btn-primary" href={film.downloadUrl ?? film.videoUrl} download data-testid="quick-download"><Icon of={Download} />{t("quick.download")}</a>
          {film.captionsUrl && <a className="vg-btn vg-btn-plain" href={film.captionsUrl.replace(/\.vtt$/, ".srt")} download data-testid="quick-srt"><Icon of={FileText} />.srt</a>}
        </div>
        <div className="vg-quick-next">
          <a className="vg-btn vg-btn-plain" href={boardOf(project.id)} data-testid="quick-edit"><Icon of={PencilLine} />{t("quick.edit")}</a>
          <Button look="quiet" onClick={() => again()} testId="quick-again"><Icon of={Plus} />{t("quick.again")}</Button>
        </div>
      </div>
    </section>
  );
}

export function Failed({ status, project, isStarting, error }) {
  const t = useT();
  return (
    <section className="vg-quick-failed vg-card" data-testid="quick-failed">
      <h2>{t("quick.failed")}</h2>
      <Refusal error={error ?? errorOf(status)} onStart={retry} isBusy={isStarting} />
      <p>{t("quick.failed_text")}</p>
      <div className="vg-quick-keep">
        <Button look="primary" busy={isStarting} onClick={() => retry()} testId="quick-retry"><Icon of={RotateCw} />{t("quick.retry")}</Button>
        <a className="vg-btn vg-btn-plain" href={boardOf(project)} data-testid="quick-edit"><Icon of={PencilLine} />{t("quick.edit")}</a>
        <Button look="quiet" onClick={() => again()} testId="quick-again">{t("quick.again")}</Button>
      </div>
    </section>
  );
}
