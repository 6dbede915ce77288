// Why no Run could be started, or why the last one failed, with what one click can do about it.
import { ErrorCard } from "../causes/error_card.jsx";
import { useT } from "$/utils/vidgenie_i18n";
import { openBudget } from "./budget_button.jsx";
import { dismiss, isOver, live } from "./live.js";
import { nameOf } from "./names.js";
import { runMissing } from "./running.js";
import { ui } from "./selection.js";

// To the Node and the field that can be changed.
const lead = (id, field) => {
  ui.set({ selected: [id], edges: [] });
  requestAnimationFrame(() => {
    const card = document.querySelector(`[data-testid="node-${CSS.escape(id)}"]`);
    card?.scrollIntoView({ block: "nearest", inline: "nearest" });
    (card?.querySelector(`[data-field="${field}"]`) ?? card?.querySelector("input, select, textarea"))?.focus();
  });
};

const ACTS = {
  retry: () => runMissing(),
  other_provider: (id) => id && lead(id, "provider"),
  shorten: (id) => id && lead(id, "seconds"),
  edit: (id, field) => id && lead(id, field),
  raise_budget: openBudget,
};

const failing = (nodes) => Object.values(nodes).find(({ error }) => error) ?? null;

export function Failure() {
  const t = useT();
  const problem = live.use((value) => value.problem);
  const run = live.use((value) => (isOver(value.run) && value.run.workflowId !== value.dismissed && !value.run.decideUntil && value.run.status !== "COMPLETED" ? value.run : null));
  const node = live.use((value) => failing(value.nodes));
  const error = problem ?? (run && (run.error ?? node?.error)) ?? null;
  if (!error) return null;
  const of = problem ? problem.node ?? problem.details?.node ?? "" : node?.id ?? "";
  const about = of ? { id: of, provider: node?.id === of ? node.provider : undefined, title: nameOf(t, of, node?.type) } : undefined;
  const charge = !problem && run ? run.cost : undefined;
  const onAct = (action) => { dismiss(); ACTS[action]?.(of, error.field ?? error.details?.field); };
  return <ErrorCard error={error} node={about} charge={charge} run={!problem && run ? run.workflowId : undefined} onAct={onAct} onDismiss={dismiss} className="vg-run-failure" />;
}
