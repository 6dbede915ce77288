// What of the Graph is run: what is missing, all anew, from a Node on, or one Node.
import { ChevronUp, FastForward, ListChecks, RefreshCw, SkipForward, StepForward } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "../board/board.css";
import { MenuItem, Popover } from "../board/popover.jsx";
import { Icon } from "../settings/parts.jsx";
import { doc } from "./doc.js";
import { live } from "./live.js";
import { titleOf } from "./names.js";
import { runAll, runFrom, runInFront, runMissing, runOnly } from "./running.js";
import { ui } from "./selection.js";

export function RunMenu() {
  const t = useT();
  const id = ui.use(({ selected }) => (selected.length === 1 ? selected[0] : ""));
  const node = doc.use(({ nodes }) => nodes[id]);
  const isBusy = live.use((value) => Boolean(value.asked));
  const name = node ? titleOf(t, node) : "";
  const isRunnable = Boolean(node) && node.type !== "note" && !node.disabled;
  const hint = isRunnable ? name : t("running.select_first");
  return (
    <Popover menu label={t("running.menu")} button={<Icon of={ChevronUp} size={17} />} look="vg-btn vg-btn-primary vg-run-more" disabled={isBusy} testId="run-menu-button">
      {(close) => {
        const act = (run) => () => { close(); run(); };
        return (
          <>
            <MenuItem icon={<Icon of={ListChecks} />} hint="Ctrl+Enter" onClick={act(runMissing)} data-testid="run-missing">{t("running.missing")}</MenuItem>
            <MenuItem icon={<Icon of={RefreshCw} />} hint={t("running.all_hint")} onClick={act(runAll)} data-testid="run-all">{t("running.all")}</MenuItem>
            <MenuItem icon={<Icon of={SkipForward} />} hint={hint} disabled={!isRunnable} onClick={act(() => runFrom(id))} data-testid="run-from">{t("running.from")}</MenuItem>
            <MenuItem icon={<Icon of={StepForward} />} hint={hint} disabled={!isRunnable} onClick={act(() => runOnly(id))} data-testid="run-only">{t("running.only")}</MenuItem>
            <MenuItem icon={<Icon of={FastForward} />} hint="Ctrl+Shift+Enter" onClick={act(runInFront)} data-testid="run-front">{t("running.front")}</MenuItem>
          </>
        );
      }}
    </Popover>
  );
}
