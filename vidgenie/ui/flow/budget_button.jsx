// The way to one's own limits, from the bar, the quote, or a card that says one was reached.
import { Wallet } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { store } from "../cut/store.js";
import { Icon } from "../settings/parts.jsx";
import { BudgetDialog } from "./budget_dialog.jsx";

const limits = store({ isOpen: false });
export const openBudget = () => limits.set({ isOpen: true });

export function BudgetButton() {
  const t = useT();
  const { isOpen } = limits.use();
  return (
    <>
      <button type="button" className="vg-icon-btn vg-run-budget" aria-label={t("running.limits")} title={t("running.limits")} aria-haspopup="dialog" onClick={openBudget} data-testid="budget-button"><Icon of={Wallet} size={17} /></button>
      <BudgetDialog open={isOpen} onClose={() => limits.set({ isOpen: false })} />
    </>
  );
}
