// A new password; it ends the other sessions.
import { useRef, useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { asOwn, Button, Card, Done, Field, placeOf, Problem, Section, useFlash } from "./parts.jsx";
import { call, useAction } from "./rest.js";

// The field names of POST /api/account/password; what is wrong with "password" may come under either name.
const under = (error) => {
  if (error?.code === "wrong_credentials") return "current";
  return placeOf(error);
};

export function Password({ user, minPassword, onEnded }) {
  const t = useT();
  const form = useRef(null);
  const [repeated, setRepeated] = useState(null);
  const [saved, flash] = useFlash(8000);
  const { isBusy, error, run } = useAction();
  const submit = async (event) => {
    event.preventDefault();
    const { current, password, again } = Object.fromEntries(new FormData(form.current));
    const isSame = password === again;
    setRepeated(isSame ? null : { code: "invalid_input", problem: "differs", field: "again" });
    if (!isSame) return;
    if (!(await run(() => call("POST", "/api/account/password", { current, password })))) return;
    form.current.reset();
    flash();
    onEnded?.();
  };
  const at = under(error);
  return (
    <Section name="password" title={t("settings_account.password")} text={t("settings_account.password_text")}>
      <Card>
        <form ref={form} className="vg-set-form" onSubmit={submit}>
          {/* Password managers want to know whose password this is. */}
          <input type="text" name="username" autoComplete="username" value={user?.email ?? ""} readOnly hidden />
          {error && !["current", "password"].includes(at) && <Problem error={error} />}
          <Field label={t("settings_account.current")} name="current" type="password" autoComplete="current-password" required maxLength={1000} error={at === "current" ? asOwn(error) : null} testId="password-current" />
          <Field label={t("settings_account.new")} hint={t("auth.password_hint", { min: minPassword })} name="password" type="password" autoComplete="new-password" required minLength={minPassword} maxLength={200} error={at === "password" ? error : null} testId="password-new" />
          <Field label={t("settings_account.again")} name="again" type="password" autoComplete="new-password" required maxLength={200} error={repeated} testId="password-again" />
          <div className="vg-set-go">
            <Button busy={isBusy} type="submit" testId="password-save">{t("settings_account.password_go")}</Button>
            <Done on={saved}>{t("settings_account.password_done")}</Done>
          </div>
        </form>
      </Card>
    </Section>
  );
}
