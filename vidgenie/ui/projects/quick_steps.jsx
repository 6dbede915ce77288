// How far a quick video is, in words people use: writing, voice, clips, assembling.
import { useState } from "react";
import { CircleCheck, Clapperboard, Layers, Mic, PenLine, Square } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { lengthText } from "../cut/lengths.js";
import { Button, Icon } from "../settings/parts.jsx";
import { call } from "../settings/rest.js";
import { usePolling } from "./polling.js";
import { word } from "./words.js";

// Step -> the node types that do it. What is not in it (texts that are handed on) takes no time.
const STEPS = [
  ["writing", PenLine, ["script"]],
  ["voice", Mic, ["speech"]],
  ["clips", Clapperboard, ["video", "image", "footage"]],
  ["assembling", Layers, ["segment", "captions", "music", "assemble", "output"]],
];

const stateOf = (nodes) => {
  const done = nodes.filter((node) => node.status === "success").length;
  if (nodes.length && done === nodes.length) return ["done", done];
  if (nodes.some((node) => node.status === "error")) return ["failed", done];
  return [nodes.some((node) => node.status === "loading") || done ? "active" : "waiting", done];
};

export const stepsOf = (status) => STEPS.map(([name, icon, types]) => {
  const mine = (status?.nodes ?? []).filter((node) => types.includes(node.type));
  // Of a picture and the clip that is made of it, the clip counts.
  const counted = name === "clips" && mine.some((node) => node.type === "video") ? mine.filter((node) => node.type === "video") : mine;
  const [state, done] = stateOf(counted);
  return { name, icon, state, done, total: counted.length };
}).filter((step, place) => step.total > 0 || place === 0 || !status?.nodes?.length);

function Step({ step }) {
  const t = useT();
  const { name, state, done, total } = step;
  const counts = name === "clips" || name === "voice";
  const text = state === "active" && counts && total > 1 ? t("quick.step_of", { what: word(t, "step_one", name), n: Math.min(done + 1, total), total }) : word(t, state === "done" ? "step_done" : "step", name);
  return (
    <li className="vg-quick-step" data-state={state} data-testid={`quick-step-${name}`}>
      <span className="vg-quick-step-icon">{state === "active" ? <i className="vg-spin" aria-hidden="true" /> : <Icon of={state === "done" ? CircleCheck : step.icon} size={18} />}</span>
      <span>{text}</span>
      {state === "active" && counts && total > 1 && <span className="vg-bar" aria-hidden="true"><i style={{ width: `${(done / total) * 100}%` }} /></span>}
    </li>
  );
}

// The newest clip that is there, to look at while the others are made.
const useNewest = (project) => {
  const [picture, setPicture] = useState("");
  usePolling(async () => {
    const { data } = await call("GET", `/api/projects/${project}/progress`);
    const made = data?.takes?.filter((take) => take.thumbnailUrl).at(-1);
    if (made) setPicture(made.thumbnailUrl);
  }, Boolean(project));
  return picture;
};

export function Progress({ project, theme, status, onCancel }) {
  const t = useT();
  const picture = useNewest(project);
  const steps = stepsOf(status);
  const percent = status?.progress ?? 0;
  const left = status?.estimatedTimeRemaining ?? 0;
  const isStopping = status?.status === "CANCELLING";
  // Between two Nodes nobody works: what comes next is told.
  const current = steps.findLast((step) => step.state === "active") ?? (steps.some((step) => step.state === "done") && steps.find((step) => step.state === "waiting"));
  const says = isStopping ? t("quick.stopping") : !current ? t("quick.waiting") : word(t, "step", current.name);
  return (
    <section className="vg-quick-run" data-testid="quick-progress" data-percent={percent} data-status={status?.status ?? "PENDING"}>
      <div className="vg-quick-stage" aria-hidden="true"><i /><i /><i />{picture && <img key={picture} src={picture} alt="" />}<span className="vg-num">{t("projects.percent", { n: percent })}</span></div>
      <div className="vg-quick-run-words">
        <p className="vg-quick-now" role="status">{says}</p>
        {theme && <p className="vg-quick-theme">{theme}</p>}
        <div className="vg-bar" role="progressbar" aria-label={t("quick.progress")} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}><i style={{ width: `${percent}%` }} /></div>
        <p className="vg-hint vg-num">{left > 0 && !isStopping ? t("quick.left", { length: lengthText(t, left) }) : t("quick.leave")}</p>
        <ol>{steps.map((step) => <Step key={step.name} step={step} />)}</ol>
        <Button look="danger" small disabled={isStopping} onClick={onCancel} testId="quick-cancel"><Icon of={Square} size={13} />{t("quick.cancel")}</Button>
      </div>
    </section>
  );
}
