// With test payments: what else may become of a payment, to be tried.
import { useState } from "react";
import { FlaskConical } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "./trying.css";
import { Button, Icon, Problem } from "../settings/parts.jsx";
import { call, useAction } from "../settings/rest.js";

const TEST = "/api/billing/test-checkout";
const DEEDS = ["refund", "dispute", "win", "lose"];

export const testDo = (id, deed) => call("POST", `${TEST}/${encodeURIComponent(id)}`, { do: deed });

export function Trying({ id, onDone }) {
  const t = useT();
  const act = useAction();
  const [done, setDone] = useState("");
  const go = async (deed) => {
    setDone("");
    if (!(await act.run(() => testDo(id, deed)))) return;
    setDone(deed);
    onDone?.(deed);
  };
  return (
    <details className="vg-cr-try" data-testid="order-try">
      <summary><Icon of={FlaskConical} size={14} />{t("checkout.try")}</summary>
      <p>{t("checkout.try_text")}</p>
      <div>{DEEDS.map((deed) => <Button key={deed} small disabled={act.isBusy} onClick={() => go(deed)} testId={`try-${deed}`}>{t.label("billing_word", `try_${deed}`)}</Button>)}</div>
      <p className="vg-cr-tried" role="status">{done && t.label("billing_word", `tried_${done}`)}</p>
      <Problem error={act.error} testId="try-error" />
    </details>
  );
}
