// What a Run was for: watched, heard or seen, and kept.
import { Clapperboard, FileJson, TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Player } from "../player/player.jsx";
import { Icon } from "../settings/parts.jsx";
import { lengthText } from "../cut/lengths.js";
import { live } from "./live.js";
import { Question } from "./node_notes.jsx";
import { Facts, Sound } from "./output.jsx";

const kindOf = (made) => (!made.seconds ? "image" : made.width ? "video" : "audio");
const fileOf = (url) => String(url ?? "").split("?")[0];
// What the Run says of its result, where this is it: one Run may make several.
const useDetails = (made) => live.use(({ run }) => {
  const found = run?.result;
  return found && [found.videoUrl, found.imageUrl, found.audioUrl].some((url) => url && fileOf(url) === fileOf(made.url)) ? found : null;
});

// All that the owner of the Run is asked, by Node.
export function Questions({ isLarge = false }) {
  const t = useT();
  // Their names, so that nothing is drawn again while none of them is asked about.
  const asked = live.use(({ nodes }) => Object.keys(nodes).filter((id) => nodes[id].question).join(" "));
  if (!asked) return null;
  return (
    <section aria-label={t("create.run_in_doubt")} className={isLarge ? "vg-doubt-card" : "vg-result-question"} data-testid={isLarge ? "doubt-card" : "result-question"}>
      {asked.split(" ").map((id) => <Question key={id} node={live.get().nodes[id]} namesNode isLarge={isLarge} />)}
    </section>
  );
}

function Warnings({ all }) {
  const t = useT();
  if (!all?.length) return null;
  return <ul className="vg-made-warnings">{all.map(({ problem, start, end }) => <li key={`${problem}${start}`}><Icon of={TriangleAlert} size={14} />{end > start && <b>{lengthText(t, start)} – {lengthText(t, end)}</b>} {t.label("warning", problem)}</li>)}</ul>;
}

function More({ details, run }) {
  const t = useT();
  const srt = details?.captionsUrl?.replace(/\.vtt$/, ".srt");
  if (!run && !srt) return null;
  return (
    <p className="vg-made-more">
      {details?.captionsUrl && <a href={details.captionsUrl} download className="nodrag">{t("running.captions", { kind: "VTT" })}</a>}
      {srt && <a href={srt} download className="nodrag">{t("running.captions", { kind: "SRT" })}</a>}
      {run && <a href={`/api/workflow/receipt/${run}`} download className="nodrag" title={t("running.receipt_title")} data-testid="result-receipt"><Icon of={FileJson} size={13} />{t("running.receipt")}</a>}
    </p>
  );
}

export function Result({ made, run }) {
  const t = useT();
  const details = useDetails(made);
  if (!made.url) return <><Questions /><div className="vg-thumb-empty"><Icon of={Clapperboard} size={24} />{t("create.output_empty")}</div></>;
  const kind = kindOf(made);
  const keep = <a className="vg-btn vg-btn-plain vg-btn-small nodrag" href={made.url} download data-testid="result-download">{t("player.download")}</a>;
  return (
    <div id="result" className="vg-made-result">
      {kind === "video" && <Player src={made.url} poster={made.thumbnailUrl} downloadUrl={made.url} label={t("player.label")} fullScreenLabel={t("player.full_screen")} downloadLabel={t("player.download")} failedLabel={t("player.failed")} testId="result-video" downloadTestId="result-download" />}
      {kind === "audio" && <><Sound url={made.url} />{keep}</>}
      {kind === "image" && <><img src={made.url} alt={t("create.image_alt")} className="vg-thumb" draggable={false} />{keep}</>}
      <Facts {...made} testId="result-facts" />
      <Warnings all={details?.warnings} />
      <More details={details} run={run} />
    </div>
  );
}
