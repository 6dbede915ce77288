// Where the Run stands, how long it still takes, and why one cannot be started.
import { WifiOff } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Elapsed } from "../clock/clock.jsx";
import { Dollars } from "../money/money.jsx";
import { Badge as Tag, Icon } from "../settings/parts.jsx";
import { doc } from "./doc.js";
import { isOver, isUnderWay, live } from "./live.js";
import { billsOf, worded } from "./names.js";
import { Busy } from "./node_notes.jsx";
import { ui } from "./selection.js";
import { isEmpty, standing } from "./standing.js";
import { beganAt, tookMs } from "./told.js";

// As people are told of it, by the words of the status the API answers.
const SHOWN = { PENDING: "queued", RUNNING: "running", COMPLETED: "succeeded", FAILED: "failed", UNKNOWN: "unknown", CANCELLING: "cancelling", CANCELLED: "cancelled" };
export const shownOf = (run) => (run ? SHOWN[run.status] ?? "" : "");

const time = (at) => (at ? Date.parse(at) : 0);

// The Node whose busy Provider is asked again first.
const waiter = (nodes) => Object.values(nodes).filter(({ waitsUntil }) => waitsUntil).sort((a, b) => time(a.waitsUntil) - time(b.waitsUntil))[0] ?? null;

function Rest({ run }) {
  const t = useT();
  const busy = live.use((value) => waiter(value.nodes));
  if (run.queuePlace) return <span className="vg-run-rest" data-testid="run-place">{t("running.place", { n: run.queuePlace })}</span>;
  if (busy) return <Busy node={busy} isShort className="vg-run-rest" testId="run-wait" />;
  return run.estimatedTimeRemaining > 0 ? <span className="vg-run-rest">{t("create.remaining", { n: run.estimatedTimeRemaining })}</span> : null;
}

function Billed() {
  const bills = live.use((value) => JSON.stringify(billsOf(Object.values(value.nodes))));
  return <Dollars bills={JSON.parse(bills)} className="vg-run-rest" testId="run-billed" />;
}

// Runs the Graph has changed since; nothing while one is under way.
const useChanged = () => {
  const isDone = live.use(({ run, visiting }) => isOver(run) && !visiting);
  return standing.use(({ plan }) => isDone && Boolean(plan) && Object.values(plan.nodes).some(({ state }) => state === "stale" || state === "missing"));
};

function Progress({ run }) {
  const t = useT();
  return <div className="vg-bar" role="progressbar" aria-label={t("create.progress")} aria-valuemin={0} aria-valuemax={100} aria-valuenow={run.progress}><i style={{ width: `${run.progress}%` }} /></div>;
}

function Connection() {
  const t = useT();
  const link = live.use((value) => value.link);
  if (link === "on") return null;
  return <p className="vg-run-link-lost" role="status" data-testid="run-connection" data-link={link}><Icon of={WifiOff} size={14} />{link === "lost" ? t("running.link_lost") : t("running.link_asking")}</p>;
}

// Why the Graph cannot run as it is, in words; at the Node, too.
function Trouble() {
  const t = useT();
  const problem = standing.use(({ plan }) => plan?.problem ?? null);
  const isThere = doc.use((value) => Boolean(problem?.node && value.nodes[problem.node]));
  if (!problem) return null;
  const error = worded(problem);
  const show = () => ui.set({ selected: [problem.node], edges: [] });
  return <p className="vg-run-trouble" data-soft={isEmpty(problem)} data-testid="run-problem" data-code={problem.code}>{t.error(error)} {isThere && <button type="button" className="vg-more" onClick={show}>{t("running.show_node")}</button>}</p>;
}

export function State() {
  const t = useT();
  const run = live.use((value) => value.run);
  const isAsked = live.use((value) => Boolean(value.asked));
  const skew = live.use((value) => value.skew);
  const began = live.use(beganAt);
  const took = live.use(tookMs);
  const isVisiting = live.use((value) => Boolean(value.visiting));
  const isChanged = useChanged();
  const shown = isAsked ? "queued" : shownOf(run);
  const isWorking = isUnderWay(run);
  return (
    <div className="vg-run-standing">
      <div className="vg-run-line">
        <span className="vg-run-dot" data-status={shown} />
        <span role="status" className="font-semibold" data-testid="run-status" data-status={shown}>{shown ? t.label("run", shown) : t("create.ready")}</span>
        {run && Number.isFinite(began) && <Elapsed since={began} took={took} now={Date.now() + skew} className="vg-node-time" />}
        {run?.status === "CANCELLED" && run.cost.held > 0 && <span className="vg-run-rest">{t("create.charged", run.cost)}</span>}
        {isWorking && <Rest run={run} />}
        {!isWorking && run && !isChanged && <Billed />}
        {isChanged && !isWorking && <Tag tone="warn" title={t("create.changed_title")}>{t("create.changed")}</Tag>}
      </div>
      {isWorking && <Progress run={run} />}
      {!isWorking && !isAsked && !isVisiting && <Trouble />}
      <Connection />
    </div>
  );
}
