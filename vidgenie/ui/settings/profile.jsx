// Name, e-mail address and language.
import { useEffect, useState } from "react";
import { MailCheck } from "lucide-react";
import { setLocale, useT } from "$/utils/vidgenie_i18n";
import { withConfirmation } from "./confirm.jsx";
import { Button, Card, Done, Field, Notice, placeOf, Problem, Section, useFlash, Waiting } from "./parts.jsx";
import { call, useAction } from "./rest.js";

const LANGUAGES = [["en", "English"], ["fr", "Français"]]; // each in its own words

export function Profile({ user, userError, reload, onAccountChanged }) {
  const t = useT();
  return (
    <Section name="profile" title={t("settings_account.profile")} text={t("settings_account.profile_text")}>
      <Problem error={userError} />
      {!user && !userError && <Waiting tall={4} />}
      {user && <Card className="vg-set-stack"><Name user={user} onSaved={() => { reload(); onAccountChanged?.(); }} /><hr /><Email user={user} /></Card>}
    </Section>
  );
}

function Name({ user, onSaved }) {
  const t = useT();
  const [name, setName] = useState(user.name);
  const [saved, flash] = useFlash();
  const { isBusy, error, run } = useAction();
  useEffect(() => setName(user.name), [user.name]);
  const submit = async (event) => {
    event.preventDefault();
    if (!(await run(() => call("PATCH", "/api/account", { name: name.trim() })))) return;
    flash();
    onSaved();
  };
  return (
    <form className="vg-set-form" onSubmit={submit}>
      {placeOf(error) !== "name" && <Problem error={error} />}
      <Field label={t("auth.name")} hint={t("auth.name_hint")} autoComplete="name" maxLength={80} value={name} onChange={(event) => setName(event.target.value)} error={placeOf(error) === "name" ? error : null} testId="profile-name" />
      <div className="vg-set-go">
        <Button busy={isBusy} type="submit" disabled={name.trim() === user.name} testId="profile-save">{t("settings.save")}</Button>
        <Done on={saved}>{t("settings.saved")}</Done>
      </div>
    </form>
  );
}

function Email({ user }) {
  const t = useT();
  const [email, setEmail] = useState("");
  const [sentTo, setSentTo] = useState("");
  const { isBusy, error, run } = useAction();
  const submit = async (event) => {
    event.preventDefault();
    const wanted = email.trim();
    if (!(await run(() => withConfirmation(() => call("POST", "/api/account/email", { email: wanted }))))) return;
    setSentTo(wanted);
    setEmail("");
  };
  return (
    <form className="vg-set-form" onSubmit={submit}>
      <p className="vg-set-fact"><span className="vg-label">{t("settings_account.email_now")}</span><b data-testid="profile-email-now">{user.email}</b></p>
      {placeOf(error) !== "email" && <Problem error={error} />}
      <Field label={t("settings_account.email_new")} hint={t("settings_account.email_hint")} type="email" autoComplete="email" maxLength={254} required value={email} onChange={(event) => setEmail(event.target.value)} error={placeOf(error) === "email" ? error : null} testId="profile-email" />
      {sentTo && <Notice tone="good" icon={MailCheck} role="status">{t("settings_account.email_sent", { email: sentTo })}</Notice>}
      <div className="vg-set-go"><Button busy={isBusy} type="submit" disabled={!email.trim()} testId="profile-email-save">{t("settings_account.email_go")}</Button></div>
    </form>
  );
}

export function Language({ onAccountChanged }) {
  const t = useT();
  const { error, run } = useAction();
  const [saved, flash] = useFlash();
  const pick = async (language) => {
    setLocale(language);
    if (!(await run(() => call("PATCH", "/api/account", { locale: language })))) return;
    flash();
    onAccountChanged?.();
  };
  return (
    <Section name="language" title={t("settings_account.language")} text={t("settings_account.language_text")} aside={<Done on={saved}>{t("settings.saved")}</Done>}>
      <Problem error={error} />
      <Card>
        <fieldset className="vg-segments vg-segments-wide">
          <legend className="vg-sr">{t("settings_account.language")}</legend>
          {LANGUAGES.map(([value, name]) => (
            <label key={value} className="vg-segment" lang={value}>
              <input type="radio" name="language" value={value} checked={t.locale === value} onChange={() => pick(value)} data-testid={`language-${value}`} />
              <span>{name}</span>
            </label>
          ))}
        </fieldset>
      </Card>
    </Section>
  );
}
