// What happened to each Node, in the order in which they run.
import { useEffect, useRef } from "react";
import { CircleAlert, CircleCheck, CircleDashed, CircleHelp, LoaderCircle, Recycle } from "lucide-react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { titleOf as makerTitle, told } from "../causes/causes.js";
import { Badge, Icon, joined } from "../settings/parts.jsx";
import { costText, runOf, tookText } from "./words.js";

const DRAWINGS = { idle: CircleDashed, loading: LoaderCircle, success: CircleCheck, error: CircleAlert };
const TONES = { success: "good", error: "bad", loading: "live", idle: "" };

export const nodeTitle = (t, line) => line.title || t.label("node", line.type);
const clock = (t, at) => new Intl.DateTimeFormat(t.locale, { dateStyle: "short", timeStyle: "medium" }).format(new Date(at));

function Fact({ name, children }) {
  return children ? <div><dt>{name}</dt><dd>{children}</dd></div> : null;
}

// Everything that is written down about one Node.
function Details({ line }) {
  const t = useT();
  const cost = costText(t, line.costUsd ?? line.estimateUsd);
  const ids = line.requests.filter(({ requestId }) => requestId);
  return (
    <dl className="vg-log-details" data-testid={`log-${line.nodeId}-details`}>
      <Fact name={t("runs.node_type")}>{t.label("node", line.type)}</Fact>
      <Fact name={t("runs.provider")}>{line.provider && makerTitle(line.provider)}</Fact>
      <Fact name={t("runs.instead_of")}>{line.insteadOf && makerTitle(line.insteadOf)}</Fact>
      <Fact name={t("runs.attempts")}>{line.attempts > 0 && t("runs.times", { n: line.attempts })}</Fact>
      {ids.map((one) => <Fact key={one.requestId} name={t("runs.request")}><code data-testid={`log-${line.nodeId}-request`}>{one.requestId}</code>{ids.length > 1 && ` · ${makerTitle(one.provider)}`}</Fact>)}
      <Fact name={t("runs.began")}>{line.startedAt && !line.reusedFrom && clock(t, line.startedAt)}</Fact>
      <Fact name={t("runs.took")}>{!line.reusedFrom && tookText(t, line.seconds)}</Fact>
      <Fact name={t("runs.expected")}>{!line.reusedFrom && tookText(t, line.expectedSeconds)}</Fact>
      <Fact name={t("runs.credits")}>{line.credits > 0 && t("credits.count", { n: line.credits })}</Fact>
      <Fact name={line.costUsd === null ? t("runs.estimate") : t("runs.cost")}>{cost && !line.reusedFrom && cost}</Fact>
      <Fact name={t("runs.reused_from")}>{line.reusedFrom && <Link className="vg-more" to={runOf(line.reusedFrom)} data-testid={`log-${line.nodeId}-reused`}>{t("runs.open")}</Link>}</Fact>
    </dl>
  );
}

// What is known now: the line as it was written, with what the events tell.
const merged = (line, node) => (node ? { ...line, status: node.status, progress: node.progress, question: node.question } : line);

function Line({ line, number, isPicked, onPick }) {
  const t = useT();
  const row = useRef(null);
  useEffect(() => { if (isPicked) row.current?.scrollIntoView({ block: "nearest" }); }, [isPicked]);
  const error = line.error && !line.question && told(line.error, line);
  const facts = [line.provider && makerTitle(line.provider), !line.reusedFrom && tookText(t, line.seconds), line.credits > 0 && t("credits.count", { n: line.credits }), line.attempts > 1 && t("runs.tries", { n: line.attempts })].filter(Boolean);
  return (
    <li ref={row} className="vg-log-line" data-picked={isPicked || undefined} data-status={line.status} data-testid={`log-${line.nodeId}`}>
      <button type="button" className="vg-log-main" aria-expanded={isPicked} onClick={() => onPick(isPicked ? "" : line.nodeId)}>
        <span className="vg-log-number">{number}</span>
        <Icon of={line.question ? CircleHelp : line.reusedFrom ? Recycle : DRAWINGS[line.status]} size={17} className={joined("vg-log-mark", line.status === "loading" && "vg-save-turns")} />
        <span className="vg-log-words"><b>{nodeTitle(t, line)}</b>{facts.length > 0 && <span className="vg-log-facts">{facts.map((fact) => <span key={fact}>{fact}</span>)}</span>}</span>
        {line.question ? <Badge tone="warn">{t("create.in_doubt")}</Badge> : line.reusedFrom ? <Badge tone="accent">{t("runs.line_reused")}</Badge> : <Badge tone={TONES[line.status]}>{line.status === "loading" && line.progress > 0 ? t("cut.percent", { n: line.progress }) : t.label("status", line.status)}</Badge>}
      </button>
      {error && <p className="vg-log-error"><b>{t.error(error)}</b> {t.remedy(error)}</p>}
      {isPicked && <Details line={line} />}
    </li>
  );
}

export function Log({ log, nodes, picked, onPick }) {
  const t = useT();
  return (
    <section className="vg-log" aria-label={t("runs.log")}>
      <h2>{t("runs.log")}</h2>
      <ol data-testid="run-log">{log.map((line, index) => <Line key={line.nodeId} line={merged(line, nodes[line.nodeId])} number={index + 1} isPicked={picked === line.nodeId} onPick={onPick} />)}</ol>
    </section>
  );
}
