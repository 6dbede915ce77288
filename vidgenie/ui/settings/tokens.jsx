// API tokens: what a program signs in with.
import { useState } from "react";
import { KeyRound, Trash2 } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { withConfirmation } from "./confirm.jsx";
import { Ago, Badge, Button, Card, day, Field, placeOf, Problem, Row, Secret, Section, Sure, useArrival, Waiting, word } from "./parts.jsx";
import { call, useAction, useResource } from "./rest.js";

const TOKENS = "/api/auth/tokens";
const SCOPES = ["read", "run", "keys"];
const LENGTHS = [7, 30, 90, 365]; // days

export function Tokens() {
  const t = useT();
  const [data, error, reload] = useResource(TOKENS);
  const [made, setMade] = useState(null);
  const { error: problem, run } = useAction();
  const revoke = async (id) => {
    if (await run(() => withConfirmation(() => call("DELETE", `${TOKENS}/${id}`)))) {
      if (made?.id === id) setMade(null);
      await reload();
    }
  };
  return (
    <Section name="tokens" title={t("settings_account.token.title")} text={t("settings_account.token.text")}>
      {made && <Made key={made.id} token={made} onKept={() => { setMade(null); document.getElementById("tokens")?.focus({ preventScroll: true }); }} />}
      <NewToken onMade={(token) => { setMade(token); reload(); }} />
      <Problem error={problem ?? error} />
      {!data && !error && <Waiting tall={2} />}
      {data?.tokens.length === 0 && <p className="vg-set-none">{t("settings_account.token.none")}</p>}
      {data?.tokens.length > 0 && (
        <Card className="vg-set-list">
          <ul>{data.tokens.map((token) => <Token key={token.id} token={token} onRevoke={() => revoke(token.id)} />)}</ul>
        </Card>
      )}
    </Section>
  );
}

function Made({ token, onKept }) {
  const t = useT();
  const arrival = useArrival();
  return (
    <Card className="vg-made" role="group" aria-label={t("settings_account.token.made")} {...arrival}>
      <h3>{t("settings_account.token.made")}</h3>
      <p>{t("settings_account.token.made_text")}</p>
      <Secret text={token.token} label={token.name} testId="token-secret" />
      <div className="vg-set-go"><Button small look="primary" onClick={onKept} testId="token-kept">{t("settings_account.token.kept")}</Button></div>
    </Card>
  );
}

function Token({ token, onRevoke }) {
  const t = useT();
  const isOver = token.expiresAt && Date.parse(token.expiresAt) < Date.now();
  const scopes = (token.scopes ?? SCOPES).map((scope) => word(t, "scope", scope)).join(", ");
  return (
    <Row icon={KeyRound} title={token.name} data-testid="token" badge={isOver && <Badge tone="bad">{t("settings_account.token.over")}</Badge>}
      actions={<Sure question={t("settings_account.token.sure")} yes={t("settings_account.token.revoke")} onYes={onRevoke} testId="token-revoke" icon={Trash2}>{t("settings_account.token.revoke")}</Sure>}>
      <code>vg_live_{token.prefix}…</code> <span>{scopes}</span>{" "}
      {token.expiresAt && !isOver && <span>{t("settings_account.token.until", { date: day(t, token.expiresAt) })}</span>}{" "}
      <span>{token.lastUsedAt ? <>{t("settings_keys.used")} <Ago at={token.lastUsedAt} /></> : t("settings_keys.never_used")}</span>
    </Row>
  );
}

function NewToken({ onMade }) {
  const t = useT();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState(["read", "run"]);
  const [days, setDays] = useState(90);
  const { isBusy, error, run } = useAction();
  const toggle = (scope) => setScopes((old) => SCOPES.filter((known) => (known === scope ? !old.includes(scope) : old.includes(known))));
  const submit = async (event) => {
    event.preventDefault();
    const made = await run(() => withConfirmation(() => call("POST", TOKENS, { name: name.trim(), scopes, days })));
    if (!made) return;
    setName("");
    onMade(made);
  };
  const isNamed = placeOf(error) === "name";
  return (
    <Card>
      <form className="vg-set-form" onSubmit={submit}>
        {!isNamed && <Problem error={error} />}
        <div className="vg-set-pair">
          <Field label={t("settings_account.token.name")} placeholder={t("settings_account.token.name_hint")} required maxLength={80} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} error={isNamed ? error : null} testId="token-name" />
          <label className="vg-field">
            <span className="vg-label">{t("settings_account.token.days")}</span>
            <select className="vg-input" value={days} onChange={(event) => setDays(Number(event.target.value))} data-testid="token-days">
              {LENGTHS.map((n) => <option key={n} value={n}>{t("settings_account.token.n_days", { n })}</option>)}
            </select>
          </label>
        </div>
        <fieldset className="vg-checks">
          <legend className="vg-label">{t("settings_account.token.scopes")}</legend>
          {SCOPES.map((scope) => (
            <label key={scope}>
              <input type="checkbox" checked={scopes.includes(scope)} onChange={() => toggle(scope)} data-testid={`token-scope-${scope}`} />
              <span><b>{word(t, "scope", scope)}</b> {word(t, "scope_text", scope)}</span>
            </label>
          ))}
        </fieldset>
        <div className="vg-set-go"><Button busy={isBusy} look="primary" type="submit" disabled={!name.trim() || scopes.length === 0} testId="token-create">{t("settings_account.token.create")}</Button></div>
      </form>
    </Card>
  );
}
