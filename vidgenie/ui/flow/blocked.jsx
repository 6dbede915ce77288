// Too few credits for a Run of the Graph: what of it can be made with what there is, taken with one click.
import { useT } from "$/utils/vidgenie_i18n";
import { useFound, wayOf } from "../ways/found.js";
import { Ways } from "../ways/ways.jsx";
import { setAllParams } from "./commands.js";
import { canEdit, doc } from "./doc.js";
import { dismiss } from "./live.js";
import { nameOf } from "./names.js";
import { flush } from "./saving.js";
import { say, stage } from "./selection.js";

// wanted: {scope, node, again} of the Run. isCalm: nobody has tried to start it yet.
export function Blocked({ required, available, wanted: { scope = "missing", node, again } = {}, stamp, isCalm, onDismiss }) {
  const t = useT();
  const id = doc.use((value) => value.id);
  const found = useFound({ graphId: id, scope, ...(node && { node }), ...(again?.length && { again }) }, { before: flush, stamp });
  const take = (way) => {
    // One step of history, whatever it changes.
    setAllParams("ways", Object.fromEntries(way.changes.map(({ nodeId, to }) => [nodeId, to])));
    dismiss();
    say(t("ways.used", { price: t("credits.count", { n: way.total }) }));
    if (!isCalm) requestAnimationFrame(() => document.querySelector("[data-testid=run-button]")?.focus());
    else stage.box?.focus({ preventScroll: true });
  };
  const shown = (kind) => (canEdit() ? wayOf(t, found, kind, { nameOf: ({ nodeId, type }) => nameOf(t, nodeId, type), onUse: take }) : null);
  // The server has the last word on the figures, too.
  const sums = found && !found.error && !found.unlimited ? found : { required, available };
  return <Ways required={sums.required} available={sums.available} isLooking={!found} isCalm={isCalm} cheaper={shown("cheaper")} demo={shown("demo")} onDismiss={onDismiss} />;
}
