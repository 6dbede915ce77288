// How far the Runs of the Project are, and what is being done now.
import { useRef } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { lengthText } from "../cut/lengths.js";
import { Problem } from "../settings/parts.jsx";
import { numberOf } from "./counting.js";
import { live, runsOf } from "./live.js";
import { useHead } from "./project.js";

// "speech-3" is the voice of the third Segment.
const workOf = (t, step, purpose) => {
  const [, kind, number] = /^([a-z_]+?)(?:-(\d+))?(?:-\w+)?$/i.exec(step ?? "") ?? [];
  if (!kind) return "";
  const word = t.label("board_word", `work_${kind}`);
  const n = number ? numberOf(purpose, Number(number)) : 0;
  return n ? t("board.work_of", { work: word, n }) : word;
};

function Run({ run }) {
  const t = useT();
  const last = useRef("");
  last.current = workOf(t, run.currentStep, run.purpose) || last.current;
  const percent = Math.round(run.percent ?? 0);
  return (
    <li>
      <p><b>{t.label("board_word", `purpose_${run.purpose}`)}</b> <span role="status">{/cancelling/i.test(run.status) ? t("board.stopping") : last.current}</span></p>
      <div className="vg-bar" role="progressbar" aria-label={t.label("board_word", `purpose_${run.purpose}`)} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} data-busy={percent === 0 || undefined}><i style={{ width: `${percent}%` }} /></div>
      <small className="vg-num">{t("cut.percent", { n: percent })}{run.remainingSeconds > 0 && <> · {t("cut.left", { length: lengthText(t, run.remainingSeconds) })}</>}</small>
    </li>
  );
}

export function Progress() {
  const t = useT();
  const progress = live.use((value) => value.progress);
  const scriptError = useHead((head) => head.scriptError);
  const runs = runsOf(progress);
  return (
    <>
      {scriptError && <Problem error={{ ...scriptError.details, ...scriptError }} testId="script-error" />}
      {runs.length > 0 && (
        <section className="vg-progress" aria-label={t("board.progress")} data-testid="project-progress" data-completed={progress.completed} data-total={progress.total} data-percent={progress.percent}>
          <p className="vg-progress-sum"><b className="vg-num">{t("cut.percent", { n: Math.round(progress.percent) })}</b> <span>{t("board.completed_of", { completed: progress.completed, total: progress.total })}</span></p>
          <ul>{runs.map((run) => <Run key={run.runId} run={run} />)}</ul>
        </section>
      )}
    </>
  );
}
