// What was paid, with the paper that says so.
import { FileDown, FileText, ReceiptText } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Badge, Icon, Problem, Waiting } from "../settings/parts.jsx";
import { money, planName, shortDate } from "./words.js";

const TONES = { paid: "good", open: "warn", failed: "bad" };

const nameOf = (t, { kind, slug }) => (kind === "plan" ? t("billing.plan_named", { plan: planName(t, slug) }) : t("billing.pack"));

function Invoice({ invoice }) {
  const t = useT();
  const { id, number, cents, currency, status, url, pdfUrl, createdAt, paidAt } = invoice;
  const label = number || id;
  return (
    <li className="vg-cr-invoice" data-testid={`invoice-${id}`} data-status={status} data-cents={cents}>
      <span className="vg-line-icon"><Icon of={ReceiptText} size={16} /></span>
      <div><b>{nameOf(t, invoice)}</b><span>{shortDate(t, paidAt ?? createdAt)} · <span className="vg-cr-invoice-id">{label}</span></span></div>
      <Badge tone={TONES[status] ?? ""}>{t.label("billing_word", `invoice_${status}`)}</Badge>
      <b className="vg-num">{money(t, cents, currency)}</b>
      <span className="vg-cr-invoice-acts">
        {url && <a className="vg-icon-btn" href={url} target="_blank" rel="noreferrer" aria-label={t("billing.invoice_open", { number: label })} title={t("billing.invoice_open", { number: label })}><Icon of={FileText} size={17} /></a>}
        {pdfUrl && <a className="vg-icon-btn" href={pdfUrl} target="_blank" rel="noreferrer" aria-label={t("billing.invoice_pdf", { number: label })} title={t("billing.invoice_pdf", { number: label })}><Icon of={FileDown} size={17} /></a>}
      </span>
    </li>
  );
}

export function Invoices({ data, error }) {
  const t = useT();
  if (!data) return error ? <Problem error={error} testId="invoices-error" /> : <Waiting tall={2} />;
  if (!data.items.length) return <p className="vg-cr-none" data-testid="invoices-none">{t("billing.no_invoices")}</p>;
  return <ul className="vg-card vg-cr-list" data-testid="invoices">{data.items.map((invoice) => <Invoice key={invoice.id} invoice={invoice} />)}</ul>;
}
