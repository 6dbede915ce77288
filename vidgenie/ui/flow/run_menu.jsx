// What of the Graph is run: what is missing, all anew, from a Node on, or one Node; and what that costs.
import { ChevronUp, FastForward, ListChecks, RefreshCw, SkipForward, StepForward } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "../board/board.css";
import { MenuItem, Popover } from "../board/popover.jsx";
import { Icon } from "../settings/parts.jsx";
import { doc } from "./doc.js";
import { live } from "./live.js";
import { titleOf } from "./names.js";
import { priceText, usePrices } from "./planning.js";
import { runAll, runFrom, runInFront, runMissing, runOnly } from "./running.js";
import { ui } from "./selection.js";
import { standing } from "./standing.js";

function Items({ close }) {
  const t = useT();
  const id = ui.use(({ selected }) => (selected.length === 1 ? selected[0] : ""));
  const node = doc.use(({ nodes }) => nodes[id]);
  const plan = standing.use((value) => value.plan);
  const isRunnable = Boolean(node) && node.type !== "note" && !node.disabled;
  const prices = usePrices(isRunnable ? id : "");
  const hint = isRunnable ? titleOf(t, node) : t("running.select_first");
  const act = (run) => () => { close(); run(); };
  const missing = priceText(t, plan?.total);
  return (
    <>
      <MenuItem icon={<Icon of={ListChecks} />} hint="Ctrl+Enter" aside={missing} onClick={act(runMissing)} data-testid="run-missing">{t("running.missing")}</MenuItem>
      <MenuItem icon={<Icon of={RefreshCw} />} hint={t("running.all_hint")} aside={priceText(t, prices.all)} onClick={act(() => runAll(prices.all))} data-testid="run-all">{t("running.all")}</MenuItem>
      <MenuItem icon={<Icon of={SkipForward} />} hint={hint} aside={priceText(t, prices.from)} disabled={!isRunnable} onClick={act(() => runFrom(id, prices.from))} data-testid="run-from">{t("running.from")}</MenuItem>
      <MenuItem icon={<Icon of={StepForward} />} hint={hint} aside={priceText(t, prices.only)} disabled={!isRunnable} onClick={act(() => runOnly(id, prices.only))} data-testid="run-only">{t("running.only")}</MenuItem>
      <MenuItem icon={<Icon of={FastForward} />} hint="Ctrl+Shift+Enter" aside={missing} onClick={act(runInFront)} data-testid="run-front">{t("running.front")}</MenuItem>
    </>
  );
}

export function RunMenu() {
  const t = useT();
  const isBusy = live.use((value) => Boolean(value.asked));
  return <Popover menu label={t("running.menu")} button={<Icon of={ChevronUp} size={17} />} look="vg-btn vg-btn-primary vg-run-more" disabled={isBusy} testId="run-menu-button">{(close) => <Items close={close} />}</Popover>;
}
