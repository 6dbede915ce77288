// What Runs may cost at most, beside the canvas.
import { X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { BudgetLimits } from "../settings/budget_limits.jsx";
import { Icon } from "../settings/parts.jsx";
import { refresh } from "./standing.js";

// A limit that was changed may let the next Run begin, or keep it from that: the plan is asked for again.
export function BudgetDialog({ open, onClose }) {
  const t = useT();
  return (
    <Dialog open={open} label={t("budget.title")} onClose={onClose} testId="budget-dialog">
      <div className="vg-budget-dialog">
        <header>
          <div><h2>{t("budget.title")}</h2><p className="vg-hint">{t("budget.text")}</p></div>
          <button type="button" className="vg-icon-btn" onClick={onClose} aria-label={t("shell.close")}><Icon of={X} size={18} /></button>
        </header>
        <BudgetLimits onSaved={refresh} />
      </div>
    </Dialog>
  );
}
