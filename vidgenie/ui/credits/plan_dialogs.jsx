// Before a Plan is changed or cancelled: what happens, when, and what it costs.
import { useEffect } from "react";
import { CalendarX, TrendingDown, TrendingUp } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Button, Icon, Problem } from "../settings/parts.jsx";
import { call, useAction } from "../settings/rest.js";
import { dateOf, money, planName } from "./words.js";

const SUBSCRIPTION = "/api/billing/subscription";

function Question({ open, icon, title, points, yes, look = "primary", act, onYes, onClose, testId }) {
  const t = useT();
  const { clear } = act;
  useEffect(() => { if (open) clear(); }, [open]);
  return (
    <Dialog open={open} label={title} onClose={onClose} testId={testId}>
      <div className="vg-cr-ask">
        <div className="vg-cr-ask-head"><span className="vg-empty-icon"><Icon of={icon} size={24} /></span><h2>{title}</h2></div>
        <ul>{points.filter(Boolean).map((point) => <li key={point}>{point}</li>)}</ul>
        <Problem error={act.error} testId={`${testId}-error`} />
        <footer>
          <Button look="quiet" onClick={onClose} testId={`${testId}-no`}>{t("billing.keep")}</Button>
          <Button look={look} busy={act.isBusy} onClick={onYes} testId={`${testId}-yes`}>{yes}</Button>
        </footer>
      </div>
    </Dialog>
  );
}

// Asks the server, tells what it answered, and closes.
const useChange = (request, onChanged, onClose) => {
  const act = useAction();
  const go = async () => {
    const data = await act.run(request);
    if (!data) return;
    onChanged(data);
    onClose();
  };
  return [act, go];
};

export function CancelDialog({ plan, open, onClose, onChanged }) {
  const t = useT();
  const [act, go] = useChange(() => call("DELETE", SUBSCRIPTION), onChanged, onClose);
  const date = dateOf(t, plan.periodEnd);
  const name = planName(t, plan.plan);
  return (
    <Question open={open} icon={CalendarX} title={t("billing.cancel_title", { plan: name })} yes={t("billing.cancel_yes")} look="danger" act={act} onYes={go} onClose={onClose} testId="cancel-dialog"
      points={[t("billing.cancel_until", { plan: name, date }), t("billing.cancel_then"), t("billing.cancel_packs"), t("billing.cancel_back", { date })]} />
  );
}

// To a Plan that costs more, at once; or to one that costs less, with the next period.
export function ChangeDialog({ plan, to, balance, onClose, onChanged }) {
  const t = useT();
  const [act, go] = useChange(() => call("PUT", SUBSCRIPTION, { plan: to.slug }), onChanged, onClose);
  const isUp = to && to.cents >= plan.cents;
  const name = to ? planName(t, to.slug) : "";
  const date = dateOf(t, plan.periodEnd);
  const price = to ? money(t, to.cents, to.currency) : "";
  const brings = to && (to.isUnlimited ? t("billing.up_unlimited") : t("billing.up_credits", { n: to.credits }));
  const up = to && [
    t("billing.up_now", { plan: name, price }),
    brings,
    !to.isUnlimited && balance?.credits > 0 && t("billing.up_rest", { n: balance.credits, date }),
    t("billing.up_again", { price }),
  ];
  const down = to && [
    t("billing.down_until", { plan: planName(t, plan.plan), date }),
    to.isUnlimited ? t("billing.down_unlimited", { plan: name, price }) : t("billing.down_then", { plan: name, price, n: to.credits }),
    t("billing.down_packs"),
  ];
  const title = isUp ? t("billing.up_title", { plan: name }) : t("billing.down_title", { plan: name });
  return (
    <Question open={Boolean(to)} icon={isUp ? TrendingUp : TrendingDown} title={title} points={(isUp ? up : down) || []} yes={isUp ? t("billing.up_yes", { price }) : t("billing.down_yes")} act={act} onYes={go} onClose={onClose} testId="change-dialog" />
  );
}
