// Parts of the vault's dialogs.
import { useId, useLayoutEffect, useRef, useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { MIN_LENGTH, newPassphrase, strength } from "./words.js";

// The browser's own <dialog>: it keeps the focus inside and gives it back. Only Escape and the buttons
// close it: a slip of the mouse must not lose what was typed.
export function Modal({ title, onClose, testId, children }) {
  const ref = useRef(null);
  const id = useId();
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog.showModal();
    // By itself it would choose what password managers read.
    dialog.querySelector(".vg-input")?.focus();
    return () => dialog.close();
  }, []);
  const cancel = (event) => {
    event.preventDefault();
    onClose();
  };
  return (
    <dialog ref={ref} className="vg-dialog vg-vault-dialog" aria-labelledby={id} onCancel={cancel} data-testid={testId}>
      <div className="vg-dialog-body">
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

export function Problem({ error, testId }) {
  const t = useT();
  if (!error) return null;
  return (
    <div className="vg-alert" role="alert" data-testid={testId}>
      <strong>{t.error(error)}</strong> <span>{t.remedy(error)}</span>
    </div>
  );
}

// Password managers keep the passphrase under a name of its own, apart from the account's password.
export function ForManagers() {
  return <input className="vg-vault-hidden" type="text" name="username" autoComplete="username" value="vidgenie-vault" readOnly tabIndex={-1} aria-hidden="true" />;
}

export function Secret({ label, value, onChange, hint, isBad, testId, isNew, isShown, onShow, inputRef }) {
  const t = useT();
  const id = useId();
  return (
    <div className="vg-field">
      <label className="vg-label" htmlFor={id}>{label}</label>
      <div className="vg-vault-secret">
        <input id={id} ref={inputRef} className="vg-input" type={isShown ? "text" : "password"} value={value}
          autoComplete={isNew ? "new-password" : "current-password"} autoCapitalize="none" autoCorrect="off" spellCheck={false} maxLength={512}
          aria-invalid={Boolean(isBad)} aria-describedby={hint ? `${id}-hint` : undefined} onChange={(event) => onChange(event.target.value)} data-testid={testId} />
        {onShow && (
          <button type="button" className="vg-vault-eye" aria-pressed={isShown} onClick={() => onShow(!isShown)}>
            {isShown ? t("vault.hide") : t("vault.show")}
          </button>
        )}
      </div>
      {hint && <p id={`${id}-hint`} className={isBad ? "vg-field-error" : "vg-hint"}>{hint}</p>}
    </div>
  );
}

// A passphrase to be: typed twice, or suggested. value: {first, second, suggested}.
export const NOTHING_TYPED = { first: "", second: "", suggested: "" };
export const isUsable = ({ first, second, suggested }) => first === second && strength(first, suggested).isEnough;

export function NewPassphrase({ value, onChange }) {
  const t = useT();
  const [isShown, setShown] = useState(false);
  const { first, second, suggested } = value;
  const { length, level, isEnough } = strength(first, suggested);
  const differs = second !== "" && first !== second;
  const suggest = () => {
    const made = newPassphrase();
    setShown(true);
    onChange({ first: made, second: made, suggested: made });
  };
  const said = length < MIN_LENGTH ? t("vault.too_short", { n: MIN_LENGTH }) : isEnough ? t.label("vault_word", `strength_${level}`) : t("vault.too_easy");
  return (
    <>
      <Secret label={t("vault.passphrase_new")} value={first} onChange={(typed) => onChange({ ...value, first: typed })} isShown={isShown} onShow={setShown} isNew testId="sealed-passphrase" />
      <div className="vg-vault-strength" data-level={first ? (isEnough ? level : "weak") : "none"}>
        <div aria-hidden="true"><i /><i /><i /><i /></div>
        <p role="status" className="vg-hint" data-testid="sealed-strength">{first ? said : t("vault.passphrase_hint", { n: MIN_LENGTH })}</p>
        <button type="button" className="vg-vault-link" onClick={suggest} data-testid="sealed-suggest">{t("vault.suggest")}</button>
      </div>
      <Secret label={t("vault.passphrase_again")} value={second} onChange={(typed) => onChange({ ...value, second: typed })} isShown={isShown} isNew
        isBad={differs} hint={differs ? t("vault.differs") : undefined} testId="sealed-passphrase-again" />
    </>
  );
}

// A recovery code, to be written down now: it is not shown again.
export function RecoveryCode({ code, isRenewed, isWritten, onWritten }) {
  const t = useT();
  const [isCopied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(code).then(() => setCopied(true), () => setCopied(false));
  const file = `${t("vault.file_title")}\n${window.location.origin} · ${new Date().toISOString().slice(0, 10)}\n\n${code}\n\n${t("vault.file_text")}\n`;
  return (
    <fieldset className="vg-vault-recovery">
      <legend className="vg-label">{isRenewed ? t("vault.recovery_renewed") : t("vault.recovery")}</legend>
      <p className="vg-hint">{t("vault.recovery_text")}</p>
      <code data-testid="sealed-recovery">{code}</code>
      <div className="vg-vault-row">
        <button type="button" className="vg-btn vg-btn-plain vg-btn-small" onClick={copy}>{isCopied ? t("vault.copied") : t("vault.copy")}</button>
        <a className="vg-btn vg-btn-plain vg-btn-small" download="vidgenie-recovery-code.txt" href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`}>{t("vault.download")}</a>
      </div>
      <label className="vg-vault-check">
        <input type="checkbox" checked={isWritten} onChange={(event) => onWritten(event.target.checked)} data-testid="sealed-confirm-written" />
        <span>{t("vault.written")}</span>
      </label>
    </fieldset>
  );
}

export function Buttons({ submit, isBusy, isReady = true, isDanger, onClose, closeText, testId }) {
  const t = useT();
  return (
    <div className="vg-vault-buttons">
      <button type="button" className="vg-btn vg-btn-quiet" onClick={onClose} disabled={isBusy}>{closeText ?? t("vault.cancel")}</button>
      <button type="submit" className={`vg-btn ${isDanger ? "vg-btn-danger" : "vg-btn-primary"}`} disabled={!isReady || isBusy} aria-busy={isBusy} data-testid={testId}>
        {isBusy ? t("vault.busy") : submit}
      </button>
    </div>
  );
}

// What a form does when it is sent: {error, isBusy, submit}.
export const useSubmit = (action, onDone) => {
  const [error, setError] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setError(null);
    try {
      await action();
      onDone();
    } catch (problem) {
      // "cancelled": who was asked for the password thought better of it.
      if (problem.code !== "cancelled") setError(problem.code ? problem : { code: "unknown" });
      setBusy(false);
    }
  };
  return { error, isBusy, submit };
};
