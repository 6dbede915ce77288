// Makes a vault, changes its passphrase, removes it.
import { useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { Buttons, ForManagers, isUsable, Modal, NewPassphrase, NOTHING_TYPED, Problem, RecoveryCode, Secret, useSubmit } from "./fields.jsx";
import { changePassphrase, create, remove } from "./store.js";
import { newRecoveryCode } from "./words.js";
import "./vault.css";

export function SetupDialog({ onDone, onClose }) {
  const t = useT();
  const [passphrase, setPassphrase] = useState(NOTHING_TYPED);
  const [code] = useState(newRecoveryCode);
  const [isWritten, setWritten] = useState(false);
  const { error, isBusy, submit } = useSubmit(() => create(passphrase.first, code), onDone);
  return (
    <Modal title={t("vault.create_title")} onClose={onClose} testId="sealed-dialog">
      <p>{t("vault.create_text")}</p>
      <form onSubmit={submit}>
        <ForManagers />
        <NewPassphrase value={passphrase} onChange={setPassphrase} />
        <RecoveryCode code={code} isWritten={isWritten} onWritten={setWritten} />
        <Problem error={error} testId="sealed-error" />
        <Buttons submit={t("vault.create")} isBusy={isBusy} isReady={isUsable(passphrase) && isWritten} onClose={onClose} testId="sealed-submit" />
      </form>
    </Modal>
  );
}

export function ChangeDialog({ onDone, onClose }) {
  const t = useT();
  const [old, setOld] = useState("");
  const [isShown, setShown] = useState(false);
  const [passphrase, setPassphrase] = useState(NOTHING_TYPED);
  const { error, isBusy, submit } = useSubmit(() => changePassphrase(old, passphrase.first), onDone);
  return (
    <Modal title={t("vault.change_title")} onClose={onClose} testId="sealed-change-dialog">
      <p>{t("vault.change_text")}</p>
      <form onSubmit={submit}>
        <ForManagers />
        <Problem error={error} testId="sealed-error" />
        <Secret label={t("vault.passphrase_now")} value={old} onChange={setOld} isShown={isShown} onShow={setShown} testId="sealed-passphrase-now" />
        <NewPassphrase value={passphrase} onChange={setPassphrase} />
        <Buttons submit={t("vault.change")} isBusy={isBusy} isReady={old !== "" && isUsable(passphrase)} onClose={onClose} testId="sealed-submit" />
      </form>
    </Modal>
  );
}

export function RemoveDialog({ count = 0, onDone, onClose }) {
  const t = useT();
  const { error, isBusy, submit } = useSubmit(remove, onDone);
  return (
    <Modal title={t("vault.remove_title")} onClose={onClose} testId="sealed-remove-dialog">
      <p>{count ? t("vault.remove_text", { n: count }) : t("vault.remove_empty")}</p>
      <form onSubmit={submit}>
        <Problem error={error} testId="sealed-error" />
        <Buttons submit={t("vault.remove")} isBusy={isBusy} isDanger onClose={onClose} testId="sealed-submit" />
      </form>
    </Modal>
  );
}
