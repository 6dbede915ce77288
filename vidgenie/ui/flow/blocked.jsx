// Too few credits for a Run of the Graph: what of it can be made with what there is, taken with one click.
import { useEffect, useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { call } from "../settings/rest.js";
import { Ways } from "../ways/ways.jsx";
import { linesOf } from "../ways/words.js";
import { setAllParams } from "./commands.js";
import { canEdit, doc } from "./doc.js";
import { dismiss } from "./live.js";
import { nameOf } from "./names.js";
import { flush } from "./saving.js";
import { say, stage } from "./selection.js";

// What the server finds for this part of the Graph; asked again when `stamp` is another.
const useFound = ({ scope = "missing", node, again } = {}, stamp) => {
  const [found, setFound] = useState(null);
  const wanted = JSON.stringify({ scope, ...(node && { node }), ...(again?.length && { again }) });
  useEffect(() => {
    let isHere = true;
    flush()
      .then(() => call("POST", "/api/workflow/cheaper", { graphId: doc.get().id, ...JSON.parse(wanted) }))
      .then(({ data, error }) => isHere && setFound(data ?? { error, ways: [] }));
    return () => { isHere = false; };
  }, [wanted, stamp]);
  return found;
};

// wanted: {scope, node, again} of the Run. isCalm: nobody has tried to start it yet.
export function Blocked({ required, available, wanted, stamp, isCalm, onDismiss }) {
  const t = useT();
  const found = useFound(wanted, stamp);
  const take = (way) => {
    // One step of history, whatever it changes.
    setAllParams("ways", Object.fromEntries(way.changes.map(({ nodeId, to }) => [nodeId, to])));
    dismiss();
    say(t("ways.used", { price: t("credits.count", { n: way.total }) }));
    if (!isCalm) requestAnimationFrame(() => document.querySelector("[data-testid=run-button]")?.focus());
    else stage.box?.focus({ preventScroll: true });
  };
  const shown = (kind) => {
    const way = found?.ways.find((one) => one.kind === kind);
    if (!way || !canEdit()) return found?.error ? undefined : null;
    return { total: way.total, lines: linesOf(t, way, ({ nodeId, type }) => nameOf(t, nodeId, type)), text: kind === "demo" ? t("ways.demo_text") : undefined, onUse: () => take(way) };
  };
  // The server has the last word on the figures, too.
  const sums = found && !found.error && !found.unlimited ? found : { required, available };
  return <Ways required={sums.required} available={sums.available} isLooking={!found} isCalm={isCalm} cheaper={shown("cheaper")} demo={shown("demo")} onDismiss={onDismiss} />;
}
