// Why a Run was not started again, and the ways out; other settings and this server's own work go on with it at once.
import { useT } from "$/utils/vidgenie_i18n";
import { useFound, wayOf } from "../ways/found.js";
import { Refusal } from "../ways/refusal.jsx";

// act: as useRetry answers it.
export function RunRefusal({ id, act, testId }) {
  const t = useT();
  const { error, wanted, isBusy, go, clear } = act;
  const anew = Boolean(wanted.anew);
  const isShort = error?.code === "insufficient_credits";
  const found = useFound(isShort ? { runId: id, anew } : null, { stamp: error });
  if (!error) return null;
  const nameOf = ({ title, type }) => title || t.label("node", type);
  const onUse = (way) => go({ anew, instead: Object.fromEntries(way.changes.map(({ nodeId, params }) => [nodeId, params])), most: way.total });
  const [cheaper, demo] = ["cheaper", "demo"].map((kind) => wayOf(t, found, kind, { nameOf, onUse, isBusy }));
  return <Refusal error={error} ways={{ cheaper, demo, isLooking: !found, className: "vg-ways-wide" }} onStart={(most) => go({ ...wanted, most })} onDismiss={clear} isBusy={isBusy} testId={testId} />;
}
