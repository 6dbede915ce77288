// Why no Run could be started, or why the last one failed, with what one click can do about it.
import { ErrorCard } from "../causes/error_card.jsx";
import { PriceChanged } from "../ways/price_changed.jsx";
import { useT } from "$/utils/vidgenie_i18n";
import { Button } from "../settings/parts.jsx";
import { Blocked } from "./blocked.jsx";
import { openBudget } from "./budget_button.jsx";
import { makers, typeOf } from "./catalog.js";
import { replaceGraph } from "./commands.js";
import { graphOf } from "./doc.js";
import { adjusted } from "./fit.js";
import { inputsOf } from "./inputs.js";
import { dismiss, isOver, live, start } from "./live.js";
import { nameOf } from "./names.js";
import { runMissing } from "./running.js";
import { ui } from "./selection.js";

const FREE = ["budget_exceeded", "missing_key", "key_refused"]; // what free Providers help against

// To the Node and the field that can be changed.
const lead = (id, field) => {
  ui.set({ selected: [id], edges: [] });
  requestAnimationFrame(() => {
    const card = document.querySelector(`[data-testid="node-${CSS.escape(id)}"]`);
    card?.scrollIntoView({ block: "nearest", inline: "nearest" });
    (card?.querySelector(`[data-field="${field}"]`) ?? card?.querySelector("input, select, textarea"))?.focus();
  });
};

const demoOf = (node) => makers(typeOf(node.type)?.kind).find(({ demo }) => demo);
// This server itself does all it can: no key, no credits. One step of history.
const useBuiltIn = () => {
  const { nodes, edges } = graphOf();
  const free = (node) => {
    const demo = demoOf(node);
    return demo && node.params.provider !== demo.slug ? { ...node, params: adjusted(node, inputsOf(edges, node.id), { provider: demo.slug }).params } : node;
  };
  replaceGraph({ nodes: nodes.map(free), edges });
  dismiss();
};

const ACTS = {
  retry: () => runMissing(),
  other_provider: (id) => id && lead(id, "provider"),
  shorten: (id) => id && lead(id, "duration"),
  edit: (id, field) => id && lead(id, field),
  raise_budget: openBudget,
};

const failing = (nodes) => Object.values(nodes).find(({ error }) => error) ?? null;
const failed = ({ run, dismissed }) => (isOver(run) && run.workflowId !== dismissed && !run.decideUntil && run.status !== "COMPLETED" ? run : null);

export function Failure() {
  const t = useT();
  const problem = live.use((value) => value.problem);
  const run = live.use(failed);
  const node = live.use((value) => failing(value.nodes));
  const isVisiting = live.use((value) => Boolean(value.visiting));
  const error = problem ?? (run && (run.error ?? node?.error)) ?? null;
  if (!error) return null;
  if (problem?.code === "insufficient_credits") return <div className="vg-run-failure"><Blocked required={problem.required} available={problem.available} wanted={problem.wanted} onDismiss={dismiss} /></div>;
  if (problem?.code === "price_changed") return <div className="vg-run-failure"><PriceChanged error={problem} onStart={(most) => start({ ...problem.wanted, most })} onDismiss={dismiss} /></div>;
  const of = problem ? problem.node ?? problem.details?.node ?? "" : node?.id ?? "";
  const about = of ? { id: of, provider: node?.id === of ? node.provider : undefined, title: nameOf(t, of, node?.type) } : undefined;
  const ofRun = problem ? {} : { charge: run.cost, run: run.workflowId };
  const onAct = (action) => { dismiss(); ACTS[action]?.(of, error.field ?? error.details?.field); };
  const isFreePossible = FREE.includes(error.code) && !isVisiting && graphOf().nodes.some((one) => { const demo = demoOf(one); return demo && one.params.provider !== demo.slug; });
  return (
    <div className="vg-run-failure">
      <ErrorCard error={error} node={about} {...ofRun} onAct={isVisiting ? undefined : onAct} onDismiss={dismiss} />
      {isFreePossible && <p className="vg-run-free"><Button small onClick={useBuiltIn} testId="use-demo">{t("create.use_demo")}</Button></p>}
    </div>
  );
}
