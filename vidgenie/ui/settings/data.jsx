// Taking everything along, and leaving for good.
import { useState } from "react";
import { CircleCheck, Download, TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { withConfirmation } from "./confirm.jsx";
import { asOwn, Button, Card, Done, Field, Icon, placeOf, Problem, Section, useFlash, word } from "./parts.jsx";
import { call, read, send, useAction } from "./rest.js";

const FILE = "vidgenie-export.zip";

// The answer is a file, or an error as everywhere else.
const exported = async () => {
  const answer = await send("POST", "/api/account/export", {});
  if (!answer?.ok) return read(answer);
  const name = answer.headers.get("content-disposition")?.match(/filename="?([\w.-]+)/)?.[1];
  return { data: { file: await answer.blob(), name: name ?? FILE } };
};

export function Data({ user }) {
  const t = useT();
  return (
    <Section name="data" title={t("settings.data.title")} text={t("settings.data.text")}>
      <Export />
      <Deletion user={user} />
    </Section>
  );
}

function Export() {
  const t = useT();
  const [done, flash] = useFlash(6000);
  const { isBusy, error, run } = useAction();
  const take = async () => {
    const made = await run(() => withConfirmation(exported));
    if (!made) return;
    const address = URL.createObjectURL(made.file);
    Object.assign(document.createElement("a"), { href: address, download: made.name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    flash();
  };
  return (
    <Card className="vg-set-stack">
      <div><h3>{t("settings.data.export")}</h3><p className="vg-set-say">{t("settings.data.export_text")}</p></div>
      <Problem error={error} />
      <div className="vg-set-go">
        <Button busy={isBusy} onClick={take} testId="data-export">{!isBusy && <Icon of={Download} />}{isBusy ? t("settings.data.exporting") : t("settings.data.export_go")}</Button>
        <Done on={done}>{t("settings.data.exported")}</Done>
      </div>
    </Card>
  );
}

function Deletion({ user }) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const [email, setEmail] = useState("");
  const [needsCode, setNeedsCode] = useState(false);
  const [certificate, setCertificate] = useState(null);
  const { isBusy, error, run } = useAction();
  const isMeant = Boolean(user) && email.trim().toLowerCase() === user.email.toLowerCase();
  const hasCode = needsCode || user?.hasTotp;

  const submit = async (event) => {
    event.preventDefault();
    const { password, code } = Object.fromEntries(new FormData(event.currentTarget));
    const body = { password, email: email.trim(), ...(code ? { code: code.replace(/\s/g, "") } : {}) };
    const made = await run(async () => {
      const answer = await call("DELETE", "/api/account", body);
      if (answer.error?.code === "second_factor_needed") setNeedsCode(true);
      return answer;
    });
    if (made) setCertificate(made.certificate ?? {});
  };
  if (certificate) return <Certificate certificate={certificate} />;
  const wrong = ["wrong_credentials", "wrong_code"].includes(error?.code) ? error.code : "";
  return (
    <Card className="vg-set-stack vg-danger">
      <div><h3><Icon of={TriangleAlert} size={17} />{t("settings.data.delete")}</h3><p className="vg-set-say">{t("settings.data.delete_text")}</p></div>
      {!isOpen && <div><Button look="danger" onClick={() => setOpen(true)} testId="data-delete">{t("settings.data.delete_open")}</Button></div>}
      {isOpen && (
        <form className="vg-set-form" onSubmit={submit}>
          {!wrong && <Problem error={error} testId="data-delete-error" />}
          <Field label={t("settings.data.delete_email", { email: user?.email ?? "" })} type="email" autoComplete="off" required autoFocus value={email} onChange={(event) => setEmail(event.target.value)} error={placeOf(error) === "email" ? error : null} testId="data-delete-email" />
          <Field label={t("auth.password")} name="password" type="password" autoComplete="current-password" required maxLength={1000} error={wrong === "wrong_credentials" ? asOwn(error) : null} testId="data-delete-password" />
          {hasCode && <Field label={t("settings.confirm.code")} name="code" inputMode="numeric" autoComplete="one-time-code" required maxLength={40} error={wrong === "wrong_code" ? error : null} testId="data-delete-code" />}
          <div className="vg-set-go">
            <Button look="danger" type="submit" busy={isBusy} disabled={!isMeant} testId="data-delete-submit">{isBusy ? t("settings.data.deleting") : t("settings.data.delete_go")}</Button>
            <Button look="quiet" onClick={() => setOpen(false)}>{t("settings.cancel")}</Button>
          </div>
        </form>
      )}
    </Card>
  );
}

function Certificate({ certificate }) {
  const t = useT();
  const leave = () => {
    window.sessionStorage.clear();
    window.location.assign("/");
  };
  const number = new Intl.NumberFormat(t.locale);
  const facts = [
    ["account", certificate.accountId],
    ["at", certificate.erasedAt && new Intl.DateTimeFormat(t.locale, { dateStyle: "long", timeStyle: "medium" }).format(new Date(certificate.erasedAt))],
    ["keys", certificate.keys],
    ["assets", certificate.assets],
    ["runs", certificate.runs],
    ["bytes", certificate.bytes === undefined ? undefined : t("settings.data.megabytes", { n: Math.round(certificate.bytes / 1e5) / 10 })],
  ];
  return (
    <Card className="vg-set-stack" role="alert" data-testid="data-certificate">
      <div><h3><Icon of={CircleCheck} size={17} />{t("settings.data.erased")}</h3><p className="vg-set-say">{t("settings.data.erased_text")}</p></div>
      {certificate.isComplete === false && <p className="vg-set-say">{t("settings.data.rest")}</p>}
      <dl className="vg-facts-list">
        {facts.filter(([, value]) => value !== undefined).map(([name, value]) => <div key={name} className="vg-fact"><dt>{word(t, "certificate", name)}</dt><dd>{typeof value === "number" ? number.format(value) : value}</dd></div>)}
      </dl>
      <div className="vg-set-go">
        <Button onClick={() => window.print()}>{t("settings.data.print")}</Button>
        <Button look="primary" onClick={leave} testId="data-leave">{t("settings.data.leave")}</Button>
      </div>
    </Card>
  );
}
