// Sealed keys on the settings page: where the vault stands, and what can be done with it.
import { useEffect, useState, useSyncExternalStore } from "react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { Problem } from "./fields.jsx";
import { lock, onVault, refresh, setStrict, vault } from "./store.js";
import "./vault.css";

const TONES = { unlocked: "good", locked: "accent", unsupported: "warn" };

// The dialogs and what they need are loaded once somebody opens one.
const ask = async (kind, props) => (await import("./ask.jsx")).ask(kind, props);

export function SealedPanel() {
  const t = useT();
  const { status, header } = useSyncExternalStore(onVault, vault, vault);
  const [error, setError] = useState(null);
  const attempt = (action) => {
    setError(null);
    return Promise.resolve(action()).catch((problem) => setError(problem.code ? problem : { code: "unknown" }));
  };
  useEffect(() => { attempt(refresh); }, []);
  const keys = header?.secrets?.length ?? 0;
  const has = header?.exists ?? false;
  const isUnsupported = status === "unsupported";
  return (
    <div className="vg-vault-panel">
      <div className="vg-vault-head">
        <span className={`vg-badge vg-badge-${TONES[status] ?? ""}`} role="status" data-testid="sealed-state" data-state={status}>{t.label("vault_word", status)}</span>
        {has && <span className="vg-hint">{t("vault.keys", { n: keys })}</span>}
      </div>
      {status !== "unknown" && <p>{t.label("vault_word", `about_${status}`)}</p>}
      {header?.policy === "sealed_only" && <p className="vg-hint">{t("vault.sealed_only")}</p>}
      {header?.isLocked && <p className="vg-vault-warn" role="status">{t("vault.master_locked")}</p>}
      {isUnsupported && <Problem error={{ code: "no_webcrypto" }} testId="sealed-unsupported" />}
      <Problem error={error} testId="sealed-problem" />
      <div className="vg-vault-row">
        {status === "none" && <Action look="primary" testId="sealed-create" onClick={() => attempt(() => ask("create"))}>{t("vault.create")}</Action>}
        {status === "locked" && <Action look="primary" testId="sealed-unlock" onClick={() => attempt(() => ask("unlock"))}>{t("vault.unlock")}</Action>}
        {status === "unlocked" && <Action testId="sealed-lock" onClick={() => lock({ everywhere: true })}>{t("vault.lock")}</Action>}
        {has && !isUnsupported && <Action testId="sealed-change" onClick={() => attempt(() => ask("change"))}>{t("vault.change")}</Action>}
        {has && <Action look="danger" testId="sealed-remove" onClick={() => attempt(() => ask("remove", { count: keys }))}>{t("vault.remove")}</Action>}
      </div>
      {/* A link that loads the page anew would lose the vault key. */}
      <Link className="vg-vault-link" to="/settings/vault">{t("vault.to_modes")}</Link>
      {has && <StrictSwitch isStrict={header.strict} attempt={attempt} />}
    </div>
  );
}

function Action({ look = "plain", onClick, testId, children }) {
  return <button type="button" className={`vg-btn vg-btn-${look}`} onClick={onClick} data-testid={testId}>{children}</button>;
}

function StrictSwitch({ isStrict, attempt }) {
  const t = useT();
  const [wanted, setWanted] = useState(null); // until the server has answered
  const change = async (event) => {
    const next = event.target.checked;
    setWanted(next);
    await attempt(() => setStrict(next));
    setWanted(null);
  };
  return (
    <label className="vg-vault-switch">
      <input type="checkbox" role="switch" checked={wanted ?? isStrict} onChange={change} data-testid="sealed-strict" />
      <span>
        <strong>{t("vault.strict")}</strong>
        <span className="vg-hint">{t("vault.strict_text")}</span>
      </span>
    </label>
  );
}
