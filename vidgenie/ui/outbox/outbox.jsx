// The e-mails of this installation, for its admins. Opening one is written to the audit log, so it
// takes a click; the link in it is copied, never followed from here.
import { useCallback, useEffect, useState } from "react";
import { Check, Copy, Mail, RotateCw, ShieldAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { call } from "../auth/rest.js";
import { Moment } from "../clock/clock.jsx";
import { Dialog } from "../dialog/dialog.jsx";
import "./outbox.css";

const TONES = { sent: "good", failed: "bad", waiting: "live", kept: "" };
const LINK = /https?:\/\/\S+#token=[\w-]+/;

const stateOf = (mail, isSending) => {
  if (mail.sentAt) return "sent";
  if (mail.error) return "failed";
  return isSending ? "waiting" : "kept";
};

function Alert({ error, onRetry }) {
  const t = useT();
  return (
    <div className="vg-alert mt-5 mb-4 flex flex-wrap items-center justify-between gap-3" role="alert" data-testid="outbox-error">
      <span><strong>{t.error(error)}</strong> {t.remedy(error)}</span>
      {onRetry && <button type="button" className="vg-btn vg-btn-small vg-btn-plain" onClick={onRetry}>{t("outbox.reload")}</button>}
    </div>
  );
}

function CopyLink({ link }) {
  const t = useT();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    setCopied(true);
  };
  const Sign = isCopied ? Check : Copy;
  return (
    <button type="button" className="vg-btn vg-btn-primary" onClick={copy} data-testid="outbox-copy" aria-live="polite">
      <Sign size={16} aria-hidden="true" />{isCopied ? t("outbox.copied") : t("outbox.copy")}
    </button>
  );
}

function Letter({ mail, onClose }) {
  const t = useT();
  const link = mail.body.match(LINK)?.[0];
  return (
    <>
      <h2 className="text-[17px] font-semibold">{mail.subject}</h2>
      <p className="mt-1 text-[13px] text-mute">{t("outbox.to", { to: mail.recipient })} · <Moment at={Date.parse(mail.createdAt)} /></p>
      {mail.error && <p className="vg-field-error mt-2">{mail.error}</p>}
      <pre className="vg-letter" data-testid="outbox-body">{mail.body || t("outbox.gone")}</pre>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        {link && <CopyLink link={link} />}
        <button type="button" className="vg-btn vg-btn-plain" onClick={onClose}>{t("outbox.close")}</button>
      </div>
    </>
  );
}

function Row({ mail, isSending, onOpen }) {
  const t = useT();
  const state = stateOf(mail, isSending);
  return (
    <li className="vg-mail" data-testid="outbox-mail" data-kind={mail.kind} data-state={state}>
      <span className="vg-line-icon"><Mail size={15} aria-hidden="true" /></span>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{mail.subject}</span>
        <span className="block truncate text-[13px] text-mute">
          {t("outbox.to", { to: mail.recipient })} · <Moment at={Date.parse(mail.createdAt)} />
          {mail.attempts > 0 && !mail.sentAt && <> · {t("outbox.attempts", { n: mail.attempts })}</>}
        </span>
        {mail.error && <span className="vg-field-error block truncate" title={mail.error}>{mail.error}</span>}
      </span>
      <span className={`vg-badge vg-badge-${TONES[state]}`}>{t.label("outbox", `state.${state}`)}</span>
      <button type="button" className="vg-btn vg-btn-small vg-btn-plain" onClick={() => onOpen(mail.id)} data-testid="outbox-open">{t("outbox.open")}</button>
    </li>
  );
}

export function Outbox() {
  const t = useT();
  const [mails, setMails] = useState(null);
  const [next, setNext] = useState(null);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState(null);
  const [opened, setOpened] = useState(null);

  const load = useCallback(async (before) => {
    const answer = await call("GET", `/api/admin/outbox?limit=25${before ? `&before=${before}` : ""}`);
    setError(answer.error ?? null);
    if (answer.error) {
      if (answer.error.code === "not_signed_in") window.location.assign("/login?next=/admin/outbox");
      if (answer.error.problem === "totp_required") window.location.assign("/settings#second-factor");
      return;
    }
    setMails((known) => (before ? [...(known ?? []), ...answer.data.items] : answer.data.items));
    setNext(answer.data.next);
    setSending(answer.data.isSending);
  }, []);
  useEffect(() => { load(); }, [load]);

  const open = async (id) => {
    const answer = await call("GET", `/api/admin/outbox/${id}`);
    setError(answer.error ?? null);
    setOpened(answer.data ?? null);
  };

  if (mails === null) return error ? <Alert error={error} onRetry={error.code === "forbidden" ? null : () => load()} /> : <div className="vg-skeleton mt-6 h-72" aria-hidden="true" />;
  return (
    <>
      <div className="vg-outbox-note">
        <ShieldAlert size={18} aria-hidden="true" />
        <p>{isSending ? t("outbox.sending") : t("outbox.kept")} {t("outbox.audited")}</p>
        <button type="button" className="vg-icon-btn" onClick={() => load()} aria-label={t("outbox.reload")} title={t("outbox.reload")}><RotateCw size={16} /></button>
      </div>
      {error && <Alert error={error} />}
      <div className="vg-card overflow-hidden">
        {mails.length === 0 && (
          <div className="vg-empty">
            <div className="vg-empty-icon"><Mail size={26} aria-hidden="true" /></div>
            <p className="vg-empty-title">{t("outbox.empty")}</p>
            <p className="vg-empty-text">{t("outbox.empty_text")}</p>
          </div>
        )}
        <ol className="divide-y divide-line">
          {mails.map((mail) => <Row key={mail.id} mail={mail} isSending={isSending} onOpen={open} />)}
        </ol>
        {next && <div className="border-t border-line p-3 text-center"><button type="button" className="vg-btn vg-btn-small vg-btn-plain" onClick={() => load(next)}>{t("outbox.more")}</button></div>}
      </div>
      <Dialog open={Boolean(opened)} label={opened?.subject ?? ""} onClose={() => setOpened(null)} testId="outbox-dialog">
        {opened && <Letter mail={opened} onClose={() => setOpened(null)} />}
      </Dialog>
    </>
  );
}
