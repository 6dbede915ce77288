// The two ways an admin moves credits: an adjustment, and giving back what a Run was charged.
import { useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { Field } from "../settings/parts.jsx";
import { useAction } from "../settings/rest.js";
import { Buttons, errorOf, General, Note } from "./form.jsx";
import { useOnce } from "./rest.js";
import { number, wholeOf } from "./words.js";

const MOST = 1000000000;

// What somebody who wants to buy is told helps no admin: this is about the number that was typed.
const asTooFew = ({ data, error }) => (error?.code === "insufficient_credits" ? { error: { ...error, code: "invalid_input", problem: "too_few", field: "amount" } } : { data, error });

export function AdjustDialog({ book, onDone, onClose }) {
  const t = useT();
  const [isTaking, setTaking] = useState(false);
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const { isBusy, error, run } = useAction();
  const once = useOnce();
  const amount = wholeOf(typed);
  const after = book.available + (isTaking ? -1 : 1) * (amount ?? 0);
  const save = async (event) => {
    event.preventDefault();
    const body = { amount: isTaking ? -amount : amount, reason };
    const changed = await run(async () => asTooFew(await once(`/api/admin/credits/${book.id}/adjust`, body)));
    if (changed) onDone(changed);
  };
  return (
    <form className="vg-ad-form" onSubmit={save} data-testid="adjust-dialog">
      <h2>{t("admin.adjust")}</h2>
      <p className="vg-ad-sub">{book.email}</p>
      <General error={error} />
      <fieldset className="vg-ad-begins">
        <legend className="vg-sr">{t("admin.adjust")}</legend>
        <div className="vg-ad-choice">
          <label><input type="radio" name="way" checked={!isTaking} onChange={() => setTaking(false)} data-testid="adjust-give" />{t("admin.give")}</label>
          <label><input type="radio" name="way" checked={isTaking} onChange={() => setTaking(true)} data-testid="adjust-take" />{t("admin.take")}</label>
        </div>
      </fieldset>
      <Field label={t("admin.amount_credits")} type="number" inputMode="numeric" min={1} max={MOST} step={1} required value={typed} onChange={(event) => setTyped(event.target.value)} error={errorOf(error, "amount")}
        hint={amount && after >= 0 && !book.unlimited ? t("admin.after", { before: number(t, book.available), after: number(t, after) }) : ""} testId="adjust-amount" />
      <Note label={t("admin.why")} hint={t("admin.why_owner")} field="reason" value={reason} onChange={setReason} error={error} />
      <Buttons busy={isBusy} onClose={onClose} yes={isTaking ? t("admin.take") : t("admin.give")} look={isTaking ? "danger" : "primary"} disabled={!amount} />
    </form>
  );
}

export function RefundDialog({ hold, onDone, onClose }) {
  const t = useT();
  const [typed, setTyped] = useState(String(hold.refundable));
  const [reason, setReason] = useState("");
  const { isBusy, error, run } = useAction();
  const once = useOnce();
  const amount = wholeOf(typed);
  const save = async (event) => {
    event.preventDefault();
    const given = await run(() => once(`/api/admin/credits/runs/${hold.runId}/refund`, { amount, reason }));
    if (given) onDone(given.account);
  };
  return (
    <form className="vg-ad-form" onSubmit={save} data-testid="refund-dialog">
      <h2>{t("admin.refund")}</h2>
      <p className="vg-ad-sub">{hold.title || t("admin.run_without_words")}</p>
      <General error={error} />
      <Field label={t("admin.amount_credits")} type="number" inputMode="numeric" min={1} max={hold.refundable} step={1} required value={typed} onChange={(event) => setTyped(event.target.value)} error={errorOf(error, "amount")} hint={t("admin.refund_most", { n: hold.refundable })} testId="refund-amount" />
      <Note label={t("admin.why")} hint={t("admin.why_owner")} field="reason" value={reason} onChange={setReason} error={error} />
      <p className="vg-ad-fine">{t("admin.refund_text")}</p>
      <Buttons busy={isBusy} onClose={onClose} yes={t("admin.refund")} disabled={!amount} />
    </form>
  );
}
