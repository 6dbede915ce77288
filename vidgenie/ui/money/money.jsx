// What Providers charge, in the reader's way to write dollars; a tooltip says it one by one.
import { useT } from "$/utils/vidgenie_i18n";
import { byProvider, words } from "./words.js";

// bills, expected: [{provider: its name, microUsd, isCharged: it said so itself}], of work that was
// done and of work to be done; the first are shown where there are some.
export function Dollars({ bills, expected, className, testId }) {
  const t = useT();
  const isOver = Boolean(bills?.length);
  const sums = byProvider((isOver ? bills : expected) ?? []);
  if (!sums.length) return null;
  const total = {
    provider: sums.length === 1 ? sums[0].provider : t("money.providers", { n: sums.length }),
    microUsd: sums.reduce((sum, bill) => sum + bill.microUsd, 0),
    isCharged: sums.every((bill) => bill.isCharged),
  };
  const each = sums.length > 1 ? `${sums.map((bill) => words(t, bill, isOver)).join(" · ")} — ` : "";
  return <span className={className} title={`${each}${t("money.apart")}`} data-testid={testId}>{words(t, total, isOver)}</span>;
}
