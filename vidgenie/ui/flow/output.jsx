// What a Node made last: in the Run that is shown, else in an earlier one.
import { memo } from "react";
import { Link } from "react-router";
import { AudioLines, Captions, Download, History } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { PinButton } from "./badge.jsx";
import { useNode } from "./doc.js";
import { isUnderWay, live, useLive } from "./live.js";
import { Result } from "./result.jsx";
import { useStanding, useStatus } from "./standing.js";

const TIMES = "\u202f\u00d7\u202f";
const hasSome = (output) => Boolean(output && Object.keys(output).length);

export function Facts({ seconds, width, height, bytes, testId }) {
  const t = useT();
  if (!seconds && !width && !bytes) return null;
  return <p className="vg-facts" data-testid={testId}>{seconds > 0 && <b>{t("create.seconds", { n: seconds })}</b>}{width > 0 && <b>{width}{TIMES}{height}</b>}{bytes > 0 && <b>{t("create.megabytes", { n: Math.round(bytes / 1e5) / 10 })}</b>}</p>;
}

function Keep({ url }) {
  const t = useT();
  return <a className="vg-node-keep nodrag" href={url} download aria-label={t("player.download")} title={t("player.download")}><Icon of={Download} size={15} /></a>;
}

// keep: the way to keep the file, where it is another than usual. tools: what else can be done with it.
const Line = ({ made, keep, tools }) => <div className="vg-made-line"><Facts {...made} bytes={0} /><span className="vg-made-tools">{keep ?? (made.url && <Keep url={made.url} />)}{tools}</span></div>;

function Compared({ made, tools }) {
  const t = useT();
  if (!made.text) return null;
  const after = <div className="vg-compare-part nowheel" tabIndex={0} role="group" aria-label={t("create.after")}>{made.before && <b>{t("create.after")}</b>}{made.text}</div>;
  if (!made.before) return <>{after}{tools && <Line made={{}} tools={tools} />}</>;
  return <><div className="vg-compare"><div className="vg-compare-part vg-compare-before nowheel" tabIndex={0} role="group" aria-label={t("create.before")}><b>{t("create.before")}</b>{made.before}</div>{after}</div>{tools && <Line made={{}} tools={tools} />}</>;
}

const Empty = ({ drawing, className, children }) => <div className={`vg-thumb-empty ${className ?? ""}`}>{drawing}{children}</div>;

function Picture({ made, isBusy, tools }) {
  const t = useT();
  if (!made.url) return <Empty>{isBusy ? t("create.image_busy") : t("create.image_empty")}</Empty>;
  return <><img src={made.thumbnailUrl || made.url} alt={t("create.image_alt")} className="vg-thumb" draggable={false} loading="lazy" /><Line made={made} tools={tools} /></>;
}

function Clip({ made, isBusy, tools }) {
  const t = useT();
  if (!made.url) return <Empty>{isBusy ? t("create.video_busy") : t("create.video_empty")}</Empty>;
  return (
    <>
      <video src={made.url} poster={made.thumbnailUrl || undefined} muted loop playsInline preload="none" controls aria-label={t("create.video_preview")} style={made.width ? { aspectRatio: `${made.width} / ${made.height}` } : undefined} className="vg-thumb nodrag" />
      <Line made={made} tools={tools} />
    </>
  );
}

export const Sound = ({ url }) => {
  const t = useT();
  return <audio src={url} controls preload="metadata" aria-label={t("create.sound_label")} className="block h-10 w-full nodrag nopan" />;
};

function Heard({ made, isBusy, tools }) {
  const t = useT();
  if (!made.url) return <Empty className="vg-sound-empty" drawing={<Icon of={AudioLines} size={22} />}>{isBusy ? t("create.sound_busy") : t("create.sound_empty")}</Empty>;
  return <><Sound url={made.url} /><Line made={made} tools={tools} keep={<a className="vg-btn vg-btn-plain vg-btn-small nodrag" href={made.url} download>{t("player.download")}</a>} /></>;
}

function Words({ made, tools }) {
  const t = useT();
  if (made.words === undefined) return null;
  return <p className="vg-made-words"><Icon of={Captions} size={15} />{t("running.words", { n: made.words })}{made.style && <small>{t.label("cut_word", `style_${made.style}`)}</small>}{tools && <span className="vg-made-tools">{tools}</span>}</p>;
}

// What a Node of a type without a body of its own made. A file that has no picture is sound.
function Anything({ made, tools }) {
  const t = useT();
  if (made.thumbnailUrl) return <><img src={made.thumbnailUrl} alt={t("create.image_alt")} className="vg-thumb" draggable={false} loading="lazy" /><Line made={made} tools={tools} /></>;
  if (made.text) return <Compared made={made} tools={tools} />;
  return made.url ? <Heard made={made} tools={tools} /> : null;
}

const BODIES = { prompt: () => null, note: () => null, enhance: Compared, image: Picture, video: Clip, footage: Clip, assemble: Clip, speech: Heard, recording: Heard, music: Heard, captions: Words, output: Result };

// made: as the output of a Node in a Run's status. For canvases that only show a Run, too.
export function Made({ type, made, status = "idle", run, tools }) {
  const Body = BODIES[type] ?? Anything;
  return <Body made={made} isBusy={status === "loading"} run={run} tools={tools} />;
}

// Of a Node, {made, runId: by which Run, isEarlier: not the one that is shown}.
export const useMade = (id) => {
  const node = useLive(id);
  const stood = useStanding(id);
  const run = live.use((value) => value.run?.workflowId ?? "");
  const isFresh = live.use((value) => isUnderWay(value.run) && !value.nodes[id]?.reusedFrom && value.nodes[id] !== undefined);
  if (hasSome(node.output)) return { made: node.output, runId: node.reusedFrom || run, isEarlier: Boolean(node.reusedFrom) };
  // What is being made anew shows what it had no longer.
  if (!isFresh && hasSome(stood?.output)) return { made: stood.output, runId: stood.runId ?? "", isEarlier: Boolean(stood.runId) && stood.runId !== run };
  return { made: {}, runId: run, isEarlier: false };
};

const SILENT = ["prompt", "note", "asset"];
export const Output = memo(function Output({ id }) {
  const t = useT();
  const own = useNode(id)?.type;
  const type = useLive(id).type ?? own;
  const status = useStatus(id);
  const { made, runId, isEarlier } = useMade(id);
  if (!type) return null;
  return (
    <>
      <Made type={type} made={made} status={status} run={runId} tools={<PinButton id={id} />} />
      {isEarlier && runId && !SILENT.includes(type) && <Link to={`/runs/${runId}`} className="vg-made-earlier nodrag" data-testid={`earlier-${id}`}><Icon of={History} size={13} />{t("running.earlier")}</Link>}
    </>
  );
});
