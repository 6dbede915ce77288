// The budget, among the settings.
import { useT } from "$/utils/vidgenie_i18n";
import { BudgetLimits } from "./budget_limits.jsx";
import { Card, Section } from "./parts.jsx";

export function Budget() {
  const t = useT();
  return <Section name="budget" title={t("budget.title")} text={t("budget.text")}><Card><BudgetLimits /></Card></Section>;
}
