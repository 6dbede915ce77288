// The finished video, or the preview of stills, and what can be done with it.
import { useState } from "react";
import { Archive, Clapperboard, Download, FileText, TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { clock, lengthText } from "../cut/lengths.js";
import { Choice } from "../cut/parts.jsx";
import { megabytes } from "../cut/upload_tile.jsx";
import { Player } from "../player/player.jsx";
import { Badge, Icon, Notice } from "../settings/parts.jsx";
import { path, useHead } from "./project.js";

const sidecar = (film, kind) => `/api/video-generations/${film.contentId}/captions.${kind}`;

function Warnings({ warnings }) {
  const t = useT();
  if (!warnings?.length) return null;
  return (
    <Notice tone="warn" icon={TriangleAlert} data-testid="film-warnings">
      <b>{t("cut.warnings")}</b>
      <ul>{warnings.map(({ problem, start, end }) => <li key={`${problem}${start}`}><b className="vg-num">{t("cut.from_to", { start: clock(start), end: clock(end) })}</b> {t.label("warning", problem)}</li>)}</ul>
    </Notice>
  );
}

function Keep({ film, isFilm }) {
  const t = useT();
  return (
    <div className="vg-film-keep">
      <a className={`vg-btn vg-btn-small vg-btn-${isFilm ? "primary" : "plain"}`} href={film.downloadUrl ?? film.videoUrl} download data-testid={isFilm ? "film-download" : "animatic-download"}><Icon of={Download} size={15} />{t("board.download")}</a>
      {film.captionsUrl && ["srt", "vtt"].map((kind) => <a key={kind} className="vg-btn vg-btn-small vg-btn-plain" href={sidecar(film, kind)} download data-testid={isFilm ? `film-${kind}` : `animatic-${kind}`}><Icon of={FileText} size={14} />.{kind}</a>)}
      {isFilm && <a className="vg-btn vg-btn-small vg-btn-plain" href={path("/export")} download data-testid="export-zip" title={t("board.export_text")}><Icon of={Archive} size={14} />.zip</a>}
    </div>
  );
}

export function Film() {
  const t = useT();
  const film = useHead((head) => head.film);
  const animatic = useHead((head) => head.animatic);
  const aspect = useHead((head) => head.choices.aspect);
  const [wanted, setWanted] = useState("");
  const newest = animatic && (!film || (film.isStale && !animatic.isStale)) ? "animatic" : "film";
  const name = (wanted === "film" && film) || (wanted === "animatic" && animatic) ? wanted : newest;
  const shown = name === "film" ? film : animatic;
  const isFilm = name === "film";
  return (
    <section className="vg-film" aria-label={t("board.film")} data-aspect={aspect} data-shown={shown ? name : "none"}>
      {film && animatic && <Choice label={t("board.film_show")} hidesLabel value={name} choices={[["film", t("board.film")], ["animatic", t("board.animatic")]]} onChange={setWanted} testId="film-show" />}
      {shown ? (
        <>
          <div className="vg-film-frame">
            <Player key={shown.runId} src={shown.videoUrl} poster={shown.thumbnailUrl} label={isFilm ? t("board.film") : t("board.animatic")} fullScreenLabel={t("player.full_screen")} failedLabel={t("player.failed")} testId={isFilm ? "film-video" : "animatic-video"} />
          </div>
          <p className="vg-film-facts">
            {shown.isStale && <Badge tone="warn" title={t("board.stale_film")} data-testid={`${name}-stale`}>{t("board.changed")}</Badge>}
            {!isFilm && <Badge tone="accent">{t("board.free_preview")}</Badge>}
            <Badge>{lengthText(t, shown.seconds ?? 0)}</Badge>{shown.width > 0 && <Badge>{t("cut.size", { width: String(shown.width), height: String(shown.height) })}</Badge>}{shown.bytes > 0 && <Badge>{megabytes(t, shown.bytes)}</Badge>}
          </p>
          <Keep film={shown} isFilm={isFilm} />
          <Warnings warnings={shown.warnings} />
        </>
      ) : <div className="vg-film-none"><Icon of={Clapperboard} size={28} /><p>{t("board.film_none")}</p></div>}
    </section>
  );
}
