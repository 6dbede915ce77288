// Plans in a table: what a month costs, and what it makes.
import { useT } from "$/utils/vidgenie_i18n";
import { clips, films, money, number, perCredit, planName } from "./words.js";

const about = (t, n) => (n === null ? "–" : t("billing.about", { n }));

export function Compare({ sale, mine }) {
  const t = useT();
  const endless = <span aria-label={t("credits.unlimited")}>∞</span>;
  const rows = [
    [t("billing.row_price"), (plan) => money(t, plan.cents, plan.currency)],
    [t("billing.row_credits"), (plan) => (plan.isUnlimited ? endless : number(t, plan.credits))],
    [t("billing.row_each"), (plan) => perCredit(t, plan) || "–"],
    [t("billing.row_clips"), (plan) => (plan.isUnlimited ? endless : about(t, clips(sale.prices, plan.credits)))],
    [t("billing.row_films"), (plan) => (plan.isUnlimited ? endless : about(t, films(sale.prices, plan.credits)))],
    [t("billing.row_rest"), (plan) => (plan.isUnlimited ? "–" : t("billing.rest_ends"))],
    [t("billing.row_packs"), (plan) => (plan.isUnlimited ? t("billing.packs_no_need") : t("billing.packs_yes"))],
  ];
  return (
    <div className="vg-card vg-cr-scroll" role="region" aria-label={t("billing.compare")} tabIndex={0}>
      <table className="vg-cr-table vg-cr-plans-table" data-testid="plans-compare">
        <caption className="vg-sr">{t("billing.compare")}</caption>
        <thead><tr><th scope="col"><span className="vg-sr">{t("billing.row")}</span></th>{sale.plans.map((plan) => <th key={plan.slug} scope="col" data-mine={plan.slug === mine.plan || undefined}>{planName(t, plan.slug)}</th>)}</tr></thead>
        <tbody>{rows.map(([name, cell]) => <tr key={name}><th scope="row">{name}</th>{sale.plans.map((plan) => <td key={plan.slug} className="vg-num" data-mine={plan.slug === mine.plan || undefined}>{cell(plan)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
