// What is said in a Node beside what it makes: waits, questions, failures, who took over, dollars.
import { memo } from "react";
import { KeyRound, Route } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Doubt } from "../doubt/doubt.jsx";
import { Dollars } from "../money/money.jsx";
import { Icon } from "../settings/parts.jsx";
import { decide, live, useLive } from "./live.js";
import { billsOf, expectedOf, useMaker, worded } from "./names.js";
import { standing, useProblem } from "./standing.js";
import { now } from "./told.js";
import { Wait } from "./wait.jsx";

const time = (at) => (at ? Date.parse(at) : 0);

// The question as ui/doubt takes it.
export const questionOf = (node, run, provider) => ({ run: run.workflowId, node: node.id, type: node.type, provider, kind: node.question, canLook: node.canLook, until: time(run.decideUntil), microUsd: node.providerEstimateUsd == null ? null : node.providerEstimateUsd * 1e6 });

// namesNode: it stands elsewhere than in its Node. isLarge: it has the width of a page.
export function Question({ node, testId, namesNode, isLarge }) {
  const run = live.use((value) => value.run);
  const answered = live.use((value) => value.answered);
  const maker = useMaker(node.type, node.provider);
  if (!node.question || !run) return null;
  return <Doubt question={questionOf(node, run, maker?.title ?? node.provider)} answered={answered} onDecide={decide} testId={testId} namesNode={namesNode} isLarge={isLarge} />;
}

// How long a busy Provider is left alone.
export function Busy({ node, isShort, className, testId }) {
  const maker = useMaker(node.type, node.provider);
  const until = time(node.waitsUntil);
  return <Wait provider={maker?.title ?? node.provider} until={until} left={Math.max(0, until - now())} isShort={isShort} className={className} testId={testId} />;
}

function Waiting({ node }) {
  const t = useT();
  const maker = useMaker(node.type, node.waitingForKey);
  if (!node.waitingForKey) return null;
  return <p role="status" className="vg-node-waits" data-testid={`node-${node.id}-wait`}><Icon of={KeyRound} size={15} />{t("create.waits_for_key", { provider: maker?.title ?? node.waitingForKey })}</p>;
}

function TakenOver({ node }) {
  const t = useT();
  const first = useMaker(node.type, node.insteadOf);
  const by = useMaker(node.type, node.provider);
  if (!node.insteadOf) return null;
  const names = { first: first?.title ?? node.insteadOf, provider: by?.title ?? node.provider };
  return <p role="status" className="vg-node-instead" data-testid="taken-over"><Icon of={Route} size={15} />{node.status === "success" ? t("create.made_instead", names) : t("create.taken_over", names)}</p>;
}

function Said({ error, testId }) {
  const t = useT();
  return <div className="vg-node-error-text" data-testid={testId} data-code={error.code}><b>{t.error(error)}</b><span>{t.remedy(error)}</span></div>;
}

const same = (list) => JSON.stringify(list);
// What the Provider charged for the Run shown, else what it is expected to charge.
function Charged({ id, node }) {
  const isOwn = live.use((value) => !value.visiting);
  const expected = standing.use(({ plan }) => same(expectedOf((isOwn && plan?.lines ? plan.lines : []).filter((line) => line.nodeId === id))));
  return <Dollars bills={node.type ? billsOf([node]) : []} expected={JSON.parse(expected)} className="vg-node-dollars" testId={`node-${id}-dollars`} />;
}

export const Notes = memo(function Notes({ id }) {
  const node = useLive(id);
  const problem = useProblem(id);
  const isBusy = Boolean(node.waitsUntil);
  return (
    <>
      <Waiting node={{ ...node, id }} />
      {isBusy && <Busy node={node} className="vg-node-waits vg-node-busy" testId={`node-${id}-wait`} />}
      {node.question && <Question node={node} testId={`node-${id}-question`} />}
      <TakenOver node={node} />
      {node.error && !node.question && <Said error={worded(node.error, node.type)} testId={`node-${id}-error`} />}
      {problem && <Said error={worded(problem)} testId={`node-${id}-problem`} />}
      <Charged id={id} node={node} />
    </>
  );
});
