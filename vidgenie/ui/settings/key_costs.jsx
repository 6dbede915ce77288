// What comes with a service, and what it charges for it.
import { useT } from "$/utils/vidgenie_i18n";
import { Badge, Icon, word } from "./parts.jsx";
import { byKind, KINDS } from "./key_head.jsx";
import { dollars } from "../money/words.js";

export const price = (t, cost) => t("settings_keys.cost", { amount: dollars(t, cost.microUsd), unit: word(t, "unit", cost.unit) });

const oldest = (t, costs) => {
  const date = costs.map((cost) => cost.asOf).sort()[0];
  return new Intl.DateTimeFormat(t.locale, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(date));
};

// One Provider: a line in the foot of the card.
export function Costs({ costs }) {
  const t = useT();
  if (!costs?.length) return null;
  return <span title={t("settings_keys.cost_hint")}>{costs.map((cost) => price(t, cost)).join(" · ")}, {t("settings_keys.as_of", { date: oldest(t, costs) })}</span>;
}

// Several: a list of what the key opens.
export function Opens({ provider }) {
  const t = useT();
  const { opens, costs, title } = provider;
  const costOf = ({ kind, slug }) => costs.find((cost) => cost.kind === kind && cost.provider === slug);
  const hasSetup = opens.some((found) => found.isReady);
  return (
    <div className="vg-opens">
      <ul>
        {[...opens].sort((a, b) => byKind(a.kind, b.kind)).map((found) => (
          <li key={`${found.kind} ${found.slug}`}>
            <Icon of={KINDS[found.kind]} size={15} />
            <span className="vg-opens-title">{found.title === title ? word(t, "kind", found.kind) : `${found.title} · ${word(t, "kind", found.kind)}`}</span>
            {hasSetup && !found.isReady && <Badge tone="warn">{t("settings.order.no_setup")}</Badge>}
            {costOf(found) && <span className="vg-opens-cost">{price(t, costOf(found))}</span>}
          </li>
        ))}
      </ul>
      {costs.length > 0 && <p className="vg-hint">{t("settings_keys.costs_hint", { date: oldest(t, costs) })}</p>}
    </div>
  );
}
