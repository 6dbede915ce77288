// Asks for the passphrase. However often it is wrong, nothing is blocked: who guesses has the wrapped key
// from elsewhere and does it without us.
import { useEffect, useRef, useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { Buttons, ForManagers, isUsable, Modal, NewPassphrase, NOTHING_TYPED, Problem, RecoveryCode, Secret, useSubmit } from "./fields.jsx";
import { resetPassphrase, unlock } from "./store.js";
import { newRecoveryCode } from "./words.js";
import "./vault.css";

export function UnlockDialog({ services = "", count = 0, onDone, onClose }) {
  const t = useT();
  const [isForgotten, setForgotten] = useState(false);
  if (isForgotten) return <ResetDialog onDone={onDone} onClose={onClose} />;
  return (
    <Modal title={t("vault.unlock_title")} onClose={onClose} testId="vault-unlock-dialog">
      <p>{services ? t("vault.unlock_for", { n: count, services }) : t("vault.unlock_text")}</p>
      <UnlockForm onDone={onDone} onClose={onClose} isWaiting={count > 0} />
      <button type="button" className="vg-vault-link" onClick={() => setForgotten(true)} data-testid="vault-unlock-forgotten">{t("vault.forgotten")}</button>
    </Modal>
  );
}

function UnlockForm({ onDone, onClose, isWaiting }) {
  const t = useT();
  const [passphrase, setPassphrase] = useState("");
  const [isShown, setShown] = useState(false);
  const field = useRef(null);
  const { error, isBusy, submit } = useSubmit(() => unlock(passphrase), onDone);
  useEffect(() => {
    if (error) field.current?.select();
  }, [error]);
  return (
    <form onSubmit={submit}>
      <ForManagers />
      <Problem error={error} testId="vault-unlock-error" />
      <Secret label={t("vault.passphrase")} value={passphrase} onChange={setPassphrase} isShown={isShown} onShow={setShown} inputRef={field} testId="vault-unlock-passphrase" />
      <p className="vg-hint">{t("vault.stays_here")}</p>
      <Buttons submit={t("vault.unlock")} isBusy={isBusy} isReady={passphrase !== ""} onClose={onClose} closeText={isWaiting ? t("vault.later") : undefined} testId="vault-unlock-submit" />
    </form>
  );
}

function ResetDialog({ onDone, onClose }) {
  const t = useT();
  const [used, setUsed] = useState("");
  const [passphrase, setPassphrase] = useState(NOTHING_TYPED);
  const [code] = useState(newRecoveryCode);
  const [isWritten, setWritten] = useState(false);
  const { error, isBusy, submit } = useSubmit(() => resetPassphrase(used, passphrase.first, code), onDone);
  return (
    <Modal title={t("vault.reset_title")} onClose={onClose} testId="vault-reset-dialog">
      <p>{t("vault.reset_text")}</p>
      <form onSubmit={submit}>
        <ForManagers />
        <Problem error={error} testId="vault-reset-error" />
        <Secret label={t("vault.recovery_used")} value={used} onChange={setUsed} isShown isNew testId="vault-reset-code" />
        <NewPassphrase value={passphrase} onChange={setPassphrase} />
        <RecoveryCode code={code} isRenewed isWritten={isWritten} onWritten={setWritten} />
        <Buttons submit={t("vault.reset")} isBusy={isBusy} isReady={used !== "" && isUsable(passphrase) && isWritten} onClose={onClose} testId="vault-reset-submit" />
      </form>
    </Modal>
  );
}
