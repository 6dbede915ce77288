// When somebody wants to be warned: of low credits, and of more than usual.
import { useEffect, useState } from "react";
import { BellRing } from "lucide-react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Button, Field, Icon, Problem } from "../settings/parts.jsx";
import { call, useAction } from "../settings/rest.js";

const ALERTS = "/api/credits/alerts";
const MOST = 1e9; // services/credit_watch.py

// "" stands for the usual: a fifth of what the Plan brings.
const levelOf = (text) => (text === "" ? null : Number(text));
const isLevel = (text) => /^\d{0,10}$/.test(text) && Number(text) <= MOST;

function Form({ alerts, onSaved, onClose }) {
  const t = useT();
  const act = useAction();
  const [low, setLow] = useState(alerts.lowAt === null ? "" : String(alerts.lowAt));
  const [unusual, setUnusual] = useState(alerts.unusual);
  const save = async (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (!isLevel(low)) return;
    const data = await act.run(() => call("PUT", ALERTS, { lowAt: levelOf(low), unusual }));
    if (data) onSaved(data);
  };
  const hint = { "": t("credits.warn_usual"), 0: t("credits.warn_never") }[low === "" ? "" : Number(low)] ?? t("credits.warn_at", { n: Number(low) || 0 });
  return (
    <form className="vg-cr-ask" onSubmit={save}>
      <div className="vg-cr-ask-head"><span className="vg-empty-icon"><Icon of={BellRing} size={24} /></span><h2>{t("credits.warn")}</h2></div>
      <Field label={t("credits.warn_low")} hint={hint} inputMode="numeric" pattern="\d*" maxLength={10} autoComplete="off" value={low} onChange={(event) => setLow(event.target.value.replace(/\D/g, ""))} testId="alerts-low" />
      <label className="vg-cr-check"><input type="checkbox" checked={unusual} onChange={(event) => setUnusual(event.target.checked)} data-testid="alerts-unusual" /><span>{t("credits.warn_unusual")}</span></label>
      <p className="vg-hint">{t("credits.warn_how")} <Link className="vg-more" to="/notifications#preferences">{t("credits.warn_ways")}</Link></p>
      <Problem error={act.error} testId="alerts-error" />
      <footer><Button look="quiet" onClick={onClose}>{t("settings.cancel")}</Button><Button look="primary" type="submit" busy={act.isBusy} disabled={!isLevel(low)} testId="alerts-save">{t("credits.warn_save")}</Button></footer>
    </form>
  );
}

export function Alerts() {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const [alerts, setAlerts] = useState(null);
  const [error, setError] = useState(null);
  useEffect(() => {
    if (isOpen && !alerts) call("GET", ALERTS).then((answer) => { setAlerts(answer.data ?? null); setError(answer.error ?? null); });
  }, [isOpen, alerts]);
  const close = () => setOpen(false);
  return (
    <>
      <Button small look="quiet" onClick={() => setOpen(true)} testId="credits-alerts"><Icon of={BellRing} size={15} />{t("credits.warn_button")}</Button>
      <Dialog open={isOpen} label={t("credits.warn")} onClose={close} testId="alerts-dialog">
        <Problem error={error} />
        {!alerts && !error && <div className="vg-skeleton vg-cr-plan-wait" aria-hidden="true" />}
        {alerts && <Form alerts={alerts} onSaved={(data) => { setAlerts(data); close(); }} onClose={close} />}
      </Dialog>
    </>
  );
}
