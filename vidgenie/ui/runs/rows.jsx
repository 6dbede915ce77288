// Runs below each other; on small screens as cards.
import { memo } from "react";
import { Braces, FolderKanban, ImageIcon, Workflow } from "lucide-react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { titleOf as makerTitle, told } from "../causes/causes.js";
import { Ago, Badge, Icon } from "../settings/parts.jsx";
import { useRetry } from "./again.js";
import { RunMenu } from "./menu.jsx";
import { RunRefusal } from "./refusal.jsx";
import { costText, creditsText, graphOf, isUnderWay, progressText, projectOf, runOf, statusOf, statusText, titleOf, tookText, toneOf } from "./words.js";

const ARROWS = { ArrowDown: 1, ArrowUp: -1 };
const SOME = 3; // names of Providers that fit into a line

// From one Run to the next with the arrows.
const walk = (event) => {
  if (!event.target.matches?.(".vg-run-open") || !(event.key in ARROWS)) return;
  const links = [...event.currentTarget.querySelectorAll(".vg-run-open")];
  const next = links[links.indexOf(event.target) + ARROWS[event.key]];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
};

export function Source({ run }) {
  const t = useT();
  if (run.projectId) return <Link className="vg-run-source vg-run-above" to={projectOf(run.projectId)}><Icon of={FolderKanban} size={13} />{run.projectTitle || t("runs.project")}</Link>;
  if (run.graphId) return <Link className="vg-run-source vg-run-above" to={graphOf(run.graphId)}><Icon of={Workflow} size={13} />{run.graphName || t("runs.graph")}</Link>;
  return <span className="vg-run-source"><Icon of={Braces} size={13} />{t.label("runs_word", `source_${run.source}`)}</span>;
}

export function Providers({ slugs }) {
  const names = slugs.map((slug) => makerTitle(slug));
  if (!names.length) return null;
  const rest = names.length - SOME;
  return <span title={names.join(", ")}>{names.slice(0, SOME).join(", ")}{rest > 0 && ` +${rest}`}</span>;
}

function Standing({ run }) {
  const t = useT();
  const isOn = isUnderWay(run);
  return (
    <span className="vg-run-standing">
      <span className="vg-row-line">
        <Badge tone={run.decideUntil ? "warn" : toneOf(run)} data-testid="run-badge" data-status={statusOf(run)}>{statusText(t, run)}</Badge>
        {isOn && run.status !== "PENDING" && <span className="vg-num vg-row-count">{t("cut.percent", { n: run.progress })}</span>}
      </span>
      {isOn && <span className="vg-bar" role="progressbar" aria-label={t("runs.progress", { title: titleOf(t, run) })} aria-valuemin={0} aria-valuemax={100} aria-valuenow={run.progress} data-live><i style={{ width: `${run.progress}%` }} /></span>}
      <span className="vg-run-far vg-num">{progressText(t, run)}</span>
    </span>
  );
}

// A Run is drawn again when something of it changed, not when another did.
const isSame = (one, other) => one.onChanged === other.onChanged && JSON.stringify(one.run) === JSON.stringify(other.run);

const Row = memo(function Row({ run, onChanged }) {
  const t = useT();
  const error = run.error && told(run.error);
  const cost = costText(t, run.costUsd);
  const again = useRetry(run.id, onChanged);
  return (
    <li className="vg-run" data-testid="run-row" data-run={run.id} data-status={statusOf(run)}>
      <span className="vg-run-poster">{run.thumbnailUrl ? <img src={run.thumbnailUrl} alt="" loading="lazy" /> : <Icon of={ImageIcon} size={18} />}</span>
      <span className="vg-run-words">
        <Link className="vg-run-open" to={runOf(run.id)} data-testid="run-open">{titleOf(t, run)}</Link>
        <span className="vg-run-facts"><Source run={run} /><Providers slugs={run.providers} /></span>
        {error && !run.decideUntil && <span className="vg-run-error">{t.error(error)}</span>}
      </span>
      <Standing run={run} />
      <span className="vg-run-cost vg-num"><span title={isUnderWay(run) ? t("runs.held") : t("runs.charged")}>{creditsText(t, run)}</span>{cost && <small title={t("money.apart")}>{cost}</small>}</span>
      <span className="vg-run-took vg-num" title={t("runs.took")}>{tookText(t, run.seconds) || "–"}</span>
      <Ago at={run.createdAt} className="vg-run-when" />
      <RunMenu run={run} onChanged={onChanged} onRetry={(most) => again.go({ most })} />
      {again.error && <div className="vg-run-refused vg-run-above"><RunRefusal id={run.id} act={again} testId="run-refused" /></div>}
    </li>
  );
}, isSame);

export function Rows({ runs, onChanged }) {
  const t = useT();
  return (
    <ul className="vg-runs-list" aria-label={t("runs.title")} onKeyDown={walk} data-testid="run-rows">
      {runs.map((run) => <Row key={run.id} run={run} onChanged={onChanged} />)}
    </ul>
  );
}
