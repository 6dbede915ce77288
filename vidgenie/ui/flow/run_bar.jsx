// The bar that starts and follows a Run: where it stands, what it costs, and what can be done about it.
import { memo, useEffect } from "react";
import { ListTree, Play, Sparkles, Square, Undo2 } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dollars } from "../money/money.jsx";
import { Button, Icon } from "../settings/parts.jsx";
import { BudgetButton } from "./budget_button.jsx";
import { doc } from "./doc.js";
import { Failure } from "./failure.jsx";
import { cancel, isUnderWay, leave, live } from "./live.js";
import { expectedOf } from "./names.js";
import { Quote } from "./quote.jsx";
import { RunMenu } from "./run_menu.jsx";
import { State } from "./run_state.jsx";
import { runMissing } from "./running.js";
import { toggle, ui } from "./selection.js";
import { standing } from "./standing.js";
import "./running.css";

const KEPT = "vg_steps"; // whether the list of steps was open
const kept = {
  read: () => { try { return window.localStorage.getItem(KEPT) === "1"; } catch { return false; } },
  write: (isOpen) => { try { window.localStorage.setItem(KEPT, isOpen ? "1" : "0"); } catch { /* storage is off: it is closed the next time */ } },
};

function Run() {
  const t = useT();
  const plan = standing.use((value) => value.plan);
  const isBusy = live.use((value) => Boolean(value.asked));
  const isEmpty = doc.use(({ order, status }) => status !== "ready" || !order.length);
  const cost = plan?.total ?? 0;
  return (
    <button type="button" className="vg-btn vg-btn-primary vg-run-go" disabled={isBusy || isEmpty} aria-busy={isBusy} onClick={() => runMissing()} title={t("create.run_title")} data-testid="run-button">
      <Icon of={Sparkles} size={16} />
      <span className="vg-run-words">
        <span>{t("create.run")}<span aria-hidden="true"> · </span><span data-testid="run-cost" data-credits={cost}>{t("credits.count", { n: cost })}</span></span>
        <Dollars expected={expectedOf(plan?.lines ?? [])} className="vg-run-dollars" testId="run-dollars" />
      </span>
    </button>
  );
}

function StepsButton() {
  const t = useT();
  const isOpen = ui.use(({ panel }) => panel === "steps");
  useEffect(() => {
    let deaf = null;
    let isHere = true;
    // Whoever opened the Graph puts all panels away first.
    queueMicrotask(() => {
      if (!isHere) return;
      if (kept.read()) ui.set({ panel: "steps" });
      deaf = ui.subscribe(() => kept.write(ui.get().panel === "steps"));
    });
    return () => { isHere = false; deaf?.(); };
  }, []);
  return <button type="button" className="vg-icon-btn vg-run-steps" aria-pressed={isOpen} aria-label={t("running.steps")} title={t("running.steps_title")} onClick={() => toggle("steps")} data-testid="steps-button"><Icon of={ListTree} size={17} /></button>;
}

function Visit() {
  const t = useT();
  const visiting = live.use((value) => Boolean(value.visiting));
  if (!visiting) return null;
  return <Button small look="plain" className="vg-run-leave" onClick={leave} testId="run-leave"><Icon of={Undo2} size={15} />{t("running.leave")}</Button>;
}

export const RunBar = memo(function RunBar() {
  const t = useT();
  const status = live.use(({ run }) => run?.status ?? "");
  const hasResult = live.use(({ run }) => Boolean(run?.result));
  const isVisiting = live.use((value) => Boolean(value.visiting));
  const isWorking = isUnderWay({ status }) && Boolean(status);
  return (
    <>
      <Failure />
      <div className="vg-run-bar" role="region" aria-label={t("running.bar")}>
        <State />
        <Visit />
        <StepsButton />
        {isWorking
          ? <Button onClick={cancel} disabled={status === "CANCELLING"} testId="cancel-button"><Icon of={Square} size={14} />{t("create.cancel")}</Button>
          : (
            <>
              {hasResult && <a href="#result" className="vg-btn vg-btn-plain vg-run-see" aria-label={t("create.see_result")}><Icon of={Play} size={16} /></a>}
              {!isVisiting && <><BudgetButton /><Quote /><span className="vg-run-split"><Run /><RunMenu /></span></>}
            </>
          )}
      </div>
    </>
  );
});
