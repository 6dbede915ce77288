// What is said beside the title of a Node: how it stands and how long it has worked; and the pin.
import { memo } from "react";
import { CircleAlert, CircleCheck, CircleHelp, Pin, PinOff } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Elapsed } from "../clock/clock.jsx";
import { Icon } from "../settings/parts.jsx";
import { pin } from "./commands.js";
import { doc, useNode } from "./doc.js";
import { IDLE, live, useLive } from "./live.js";
import { nameOf } from "./names.js";
import { useNodeState, useStanding, useStatus } from "./standing.js";

// What a person brings is neither due nor done.
export const QUIET = ["prompt", "asset", "note", "output"];
const SHOWN = ["fresh", "stale", "missing", "pinned", "running", "disabled"];
const ONE = { upstream: (t, name) => t("running.because_upstream", { name: nameOf(t, name) }), input: (t, name) => t("running.because_input", { name: t.label("port", name) }), value: (t, name) => t("running.because_value", { name: t.label("field", name) }), type: (t) => t("running.because_type"), pin: (t) => t("running.because_pin"), problem: (t) => t("running.because_problem") };

// Why a Node is due again, in words.
export const reasons = (t, because) => (because ?? []).map(({ kind, name }) => ONE[kind]?.(t, name) ?? "").filter(Boolean);

function Standing({ id }) {
  const t = useT();
  const state = useNodeState(id);
  const because = useStanding(id)?.because;
  const isQuiet = doc.use(({ nodes }) => QUIET.includes(nodes[id]?.type)) && state !== "pinned" && state !== "disabled";
  if (isQuiet || !SHOWN.includes(state)) return null;
  const why = state === "stale" ? reasons(t, because) : [];
  const said = [t.label("running_word", `title_${state}`), ...why].join(" ");
  return (
    <span className="vg-standing" data-state={state} title={said}>
      <i aria-hidden="true" /><span className="vg-standing-word">{t.label("running_word", state)}</span>
      {why.length > 0 && <span className="vg-sr">{why.join(" ")}</span>}
    </span>
  );
}

const time = (at) => (at ? Date.parse(at) : 0);
// How long it has worked, or took.
function Took({ id }) {
  const { startedAt, finishedAt, reusedFrom } = useLive(id);
  const skew = live.use((value) => value.skew);
  if (!startedAt || reusedFrom) return null;
  const took = finishedAt ? Math.max(1, time(finishedAt) - time(startedAt)) : 0;
  return <Elapsed since={time(startedAt)} took={took} now={Date.now() + skew} className="vg-node-time" />;
}

// Done, failed or in doubt; what a screen reader is told of the state.
function Mark({ id }) {
  const t = useT();
  const status = useStatus(id);
  const isAsked = Boolean(useLive(id).question);
  if (isAsked) return <><Icon of={CircleHelp} size={17} className="text-warn" /><span className="vg-sr">{t("create.in_doubt")}</span></>;
  return <>{status === "success" && <Icon of={CircleCheck} size={17} className="text-good" />}{status === "error" && <Icon of={CircleAlert} size={17} className="text-bad" />}<span className="vg-sr">{t.label("status", status)}</span></>;
}

export const Badge = memo(function Badge({ id }) {
  return <span className="vg-node-how"><Took id={id} /><Mark id={id} /><Standing id={id} /></span>;
});

const hasSome = (output) => Boolean(output && Object.keys(output).length);
// The Run whose output of this Node is there to be kept, "" when there is none.
export const useMadeIn = (id) => {
  const node = useLive(id);
  const run = live.use((value) => (value.visiting ? "" : value.run?.workflowId ?? ""));
  const stood = useStanding(id);
  if (node !== IDLE && node.status === "success" && run && hasSome(node.output)) return node.reusedFrom || run;
  return hasSome(stood?.output) ? stood.runId ?? "" : "";
};
export const togglePin = (node, runId) => pin([node.id], node.pin ? "" : runId);

export const PinButton = memo(function PinButton({ id }) {
  const t = useT();
  const node = useNode(id);
  const runId = useMadeIn(id);
  const isVisiting = live.use((value) => Boolean(value.visiting));
  if (!node || isVisiting || (!node.pin && !runId) || QUIET.includes(node.type)) return null;
  const words = node.pin ? t("running.unpin") : t("running.pin");
  return (
    <button type="button" className="vg-node-pin nodrag" data-on={Boolean(node.pin)} aria-pressed={Boolean(node.pin)} aria-label={words} title={`${words}. ${t("running.pin_title")}`} onClick={() => togglePin(node, runId)} data-testid={`pin-${id}`}>
      <Icon of={node.pin ? PinOff : Pin} size={15} />
    </button>
  );
});
