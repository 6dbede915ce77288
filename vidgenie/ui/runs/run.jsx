// One Run: the Graph it ran, to look at; what happened to each Node; what it made, and what can be done with it.
import { useMemo, useState } from "react";
import { SearchX } from "lucide-react";
import { useLocation, useNavigate } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import "../settings/settings.css";
import "./runs.css";
import "./run.css";
import { titleOf as makerTitle } from "../causes/causes.js";
import { ErrorCard } from "../causes/error_card.jsx";
import { Doubt } from "../doubt/doubt.jsx";
import { CanvasView } from "../flow/view.jsx";
import { Icon, Problem, Waiting } from "../settings/parts.jsx";
import { useAction } from "../settings/rest.js";
import { cancel, copy, decide } from "./acts.js";
import { usePrice, useRetry } from "./again.js";
import { useRun } from "./following.js";
import { Head } from "./head.jsx";
import { Log, nodeTitle } from "./log.jsx";
import { RunRefusal } from "./refusal.jsx";
import { Result } from "./result.jsx";
import { canRetry, graphOf, runOf } from "./words.js";

const NONE = Object.freeze([]);

// What its owner is asked about Nodes of which nobody knows whether their Provider took the request.
function Questions({ status, onDecided }) {
  const t = useT();
  const [answered, setAnswered] = useState(0);
  const asked = (status?.nodes ?? NONE).filter(({ question }) => question);
  if (!asked.length || !status.decideUntil) return null;
  const answer = async (run, node, decision) => { await decide(run, node, decision); setAnswered((n) => n + 1); onDecided(); };
  return (
    <section className="vg-doubt-card" aria-label={t("create.run_in_doubt")} data-testid="run-questions">
      {asked.map((node) => <Doubt key={node.id} question={{ run: status.workflowId, node: node.id, type: node.type, provider: makerTitle(node.provider), kind: node.question, canLook: node.canLook, until: Date.parse(status.decideUntil), microUsd: node.providerEstimateUsd === null ? null : node.providerEstimateUsd * 1e6 }} answered={answered} onDecide={answer} namesNode isLarge />)}
    </section>
  );
}

function Failure({ run, log, status, act }) {
  const t = useT();
  if (run.decideUntil || !["FAILED", "UNKNOWN"].includes(run.status)) return null;
  const line = log.find(({ error }) => error);
  const error = run.error ?? line?.error;
  const node = line && { id: line.nodeId, provider: line.provider, title: nodeTitle(t, line), requestId: line.requestId, providerCostUsd: line.costUsd };
  const cost = status?.cost ?? { charged: run.credits, released: 0 };
  // What is to be edited is edited in the Graph, or in a copy of it.
  const onAct = run.source === "project" ? undefined : (action) => (action === "retry" && canRetry(run) ? act.retry({ most: act.price?.again }) : act.edit());
  return <ErrorCard error={error} node={node} charge={cost} run={run.id} onAct={onAct} />;
}

function Missing({ error }) {
  const t = useT();
  if (error.code !== "not_found") return <Problem error={error} testId="run-error" />;
  return (
    <div className="vg-card vg-empty" data-testid="run-missing">
      <span className="vg-empty-icon"><Icon of={SearchX} size={24} /></span>
      <p className="vg-empty-title">{t("runs.missing")}</p>
      <a className="vg-btn vg-btn-plain" href="/runs">{t("runs.all")}</a>
    </div>
  );
}

export function Run() {
  const t = useT();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const id = pathname.split("/")[2] ?? "";
  const { data, error, status, nodes, reload, again } = useRun(id);
  const [picked, setPicked] = useState("");
  const action = useAction();
  const restart = useRetry(id, (made) => { setPicked(""); navigate(runOf(made.workflowId)); });
  const run = useMemo(() => data && { ...data.run, ...(status && { status: status.status, progress: status.progress, queuePlace: status.status === "PENDING" ? data.run.queuePlace : null, estimatedTimeRemaining: status.estimatedTimeRemaining, decideUntil: status.decideUntil }) }, [data, status]);
  const price = usePrice(run && canRetry(run) ? id : "", run?.status);
  if (!run) return <div className="vg-run-page" data-testid="run">{error ? <Missing error={error} /> : <Waiting tall={8} />}</div>;
  const { log } = data;
  const act = {
    isBusy: action.isBusy || restart.isBusy,
    price,
    cancel: async () => { if (await action.run(() => cancel(id))) reload(); },
    retry: restart.go,
    copy: async () => { const made = await action.run(() => copy(id)); if (made) navigate(graphOf(made.id)); },
    edit: () => (run.graphId ? navigate(graphOf(run.graphId)) : act.copy()),
  };
  return (
    <div className="vg-run-page" data-testid="run" data-run={id} data-ready>
      <Head run={run} log={log} act={act} />
      <Problem error={action.error} testId="run-problem" />
      <RunRefusal id={id} act={restart} testId="run-refused" />
      <Questions status={status} onDecided={again} />
      <Failure run={run} log={log} status={status} act={act} />
      <div className="vg-run-parts">
        <section className="vg-run-graph" aria-label={t("runs.graph_it_ran")}><CanvasView graph={run.graph} nodes={nodes} picked={picked} onPick={setPicked} runId={id} tall /></section>
        <div className="vg-run-side">
          <Result result={status?.result} />
          <Log log={log} nodes={nodes} picked={picked} onPick={setPicked} />
        </div>
      </div>
    </div>
  );
}
