// The second factor: enrolment with an authenticator app, recovery codes, and the way back.
import { useState } from "react";
import { Copy, Download, ShieldAlert, ShieldCheck, ShieldOff } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { withConfirmation } from "./confirm.jsx";
import { Badge, Button, Card, Field, Icon, Notice, Problem, Secret, Section, Sure, useArrival, useFlash, Waiting } from "./parts.jsx";
import { call, useAction, useResource } from "./rest.js";

const TOTP = "/api/account/totp";
const WRONG = ["wrong_code", "invalid_input"];

export function SecondFactor({ user, reload }) {
  const t = useT();
  const [enrolment, setEnrolment] = useState(null); // {secret, uri, qr}
  const [codes, setCodes] = useState(null);
  const { isBusy, error, run, clear } = useAction();

  const begin = async () => {
    const made = await run(() => withConfirmation(() => call("POST", TOTP)));
    if (made) setEnrolment(made);
  };
  const enable = async (code) => {
    const made = await run(() => call("POST", `${TOTP}/enable`, { code }));
    if (!made) return;
    setEnrolment(null);
    setCodes(made.recoveryCodes);
    reload();
  };
  const renew = async () => {
    const made = await run(() => withConfirmation(() => call("POST", `${TOTP}/recovery-codes`)));
    if (made) setCodes(made.recoveryCodes);
  };
  const disable = async () => {
    if (!(await run(() => withConfirmation(() => call("DELETE", TOTP))))) return;
    setCodes(null);
    reload();
  };

  const kept = () => {
    setCodes(null);
    document.getElementById("second-factor")?.focus({ preventScroll: true });
  };

  const isOn = Boolean(user?.hasTotp);
  const badge = user && <Badge tone={isOn ? "good" : ""} icon={isOn ? ShieldCheck : ShieldOff} data-testid="second-factor-status" data-status={isOn ? "on" : "off"}>{isOn ? t("settings_account.on") : t("settings_account.off")}</Badge>;
  return (
    <Section name="second-factor" title={t("settings_account.factor")} text={t("settings_account.factor_text")} aside={badge}>
      {user?.mustEnrol && <Notice icon={ShieldAlert} role="alert">{t("settings_account.must_enrol")}</Notice>}
      {!(enrolment && WRONG.includes(error?.code)) && <Problem error={error} testId="second-factor-error" />}
      {!user && <Waiting tall={2} />}
      {codes && <RecoveryCodes codes={codes} onKept={kept} />}
      {user && !codes && (
        <Card>
          {!isOn && !enrolment && (
            <div className="vg-set-offer">
              <p>{t("settings_account.apps")}</p>
              <Button busy={isBusy} onClick={begin} testId="second-factor-start"><Icon of={ShieldCheck} />{t("settings_account.start")}</Button>
            </div>
          )}
          {!isOn && enrolment && <Enrolment {...enrolment} busy={isBusy} error={WRONG.includes(error?.code) ? error : null} onCode={enable} onCancel={() => { setEnrolment(null); clear(); }} />}
          {isOn && (
            <div className="vg-set-actions">
              <CodesLeft />
              <Sure question={t("settings_account.renew_sure")} yes={t("settings_account.renew_yes")} onYes={renew} busy={isBusy} testId="second-factor-renew">{t("settings_account.renew")}</Sure>
              {!user.mustEnrol && <Sure question={t("settings_account.disable_sure")} yes={t("settings_account.disable_yes")} onYes={disable} busy={isBusy} testId="second-factor-disable">{t("settings_account.disable")}</Sure>}
            </div>
          )}
        </Card>
      )}
    </Section>
  );
}

function CodesLeft() {
  const t = useT();
  const [data] = useResource(TOTP);
  const left = data?.codesLeft;
  if (left === undefined) return null;
  return <p className="vg-set-say" data-testid="recovery-left" data-left={left}>{t("settings_account.codes_left", { n: left })}</p>;
}

function Enrolment({ secret, uri, qr, busy, error, onCode, onCancel }) {
  const t = useT();
  const [code, setCode] = useState("");
  const arrival = useArrival();
  const submit = (event) => {
    event.preventDefault();
    onCode(code.replace(/\s/g, ""));
  };
  // As an image, the server's drawing cannot run anything.
  const drawing = `data:image/svg+xml;utf8,${encodeURIComponent(qr)}`;
  return (
    <form className="vg-enrol" onSubmit={submit} {...arrival}>
      <img className="vg-enrol-qr" src={drawing} alt={t("settings_account.qr")} width={190} height={190} data-testid="second-factor-qr" />
      <ol>
        <li><p>{t("settings_account.scan")} <a className="vg-more" href={uri}>{t("settings_account.open_app")}</a></p></li>
        <li><p>{t("settings_account.or_type")}</p><Secret text={secret.replace(/(.{4})(?=.)/g, "$1 ")} label={t("settings_account.secret")} testId="second-factor-secret" /></li>
        <li>
          <Field label={t("settings_account.code")} className="vg-enrol-code" inputMode="numeric" autoComplete="one-time-code" maxLength={12} required placeholder="123 456" value={code} onChange={(event) => setCode(event.target.value)} error={error} testId="second-factor-code" />
          <div className="vg-set-go">
            <Button busy={busy} look="primary" type="submit" disabled={code.replace(/\s/g, "").length < 6} testId="second-factor-enable">{t("settings_account.enable")}</Button>
            <Button look="quiet" onClick={onCancel}>{t("settings.cancel")}</Button>
          </div>
        </li>
      </ol>
    </form>
  );
}

function RecoveryCodes({ codes, onKept }) {
  const t = useT();
  const [copied, flash] = useFlash(2500);
  const arrival = useArrival();
  const text = `${codes.join("\n")}\n`;
  const copy = () => navigator.clipboard?.writeText(text).then(flash, () => {});
  const download = () => {
    const address = URL.createObjectURL(new Blob([t("settings_account.codes_file"), "\n\n", text], { type: "text/plain" }));
    const link = Object.assign(document.createElement("a"), { href: address, download: "vidgenie-recovery-codes.txt" });
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <Card className="vg-codes" role="group" aria-label={t("settings_account.codes")} data-testid="recovery-codes" {...arrival}>
      <h3>{t("settings_account.codes")}</h3>
      <p>{t("settings_account.codes_text")}</p>
      <ul>{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ul>
      <div className="vg-set-go">
        <Button small onClick={copy} testId="recovery-copy"><Icon of={Copy} size={15} />{copied ? t("settings.copied") : t("settings.copy")}</Button>
        <Button small onClick={download} testId="recovery-download"><Icon of={Download} size={15} />{t("settings_account.codes_download")}</Button>
        <Button small look="primary" onClick={onKept} testId="recovery-kept">{t("settings_account.codes_kept")}</Button>
      </div>
    </Card>
  );
}
