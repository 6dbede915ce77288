// The browser's own <dialog>: it keeps the focus inside, closes on Escape and gives the focus back.
import { useEffect, useRef } from "react";

export function Dialog({ open, label, onClose, className, children, testId }) {
  const ref = useRef(null);
  useEffect(() => {
    const dialog = ref.current;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  const close = (event) => {
    if (event.target === ref.current) onClose?.();
  };
  // Escape closes it at once, but what had the focus in it would keep it, unseen, until the next frame when there is
  // nothing to give it back to: the next key would be lost there.
  const leave = (event) => {
    if (event.target === ref.current && ref.current.contains(document.activeElement)) document.activeElement.blur();
  };
  return (
    <dialog ref={ref} aria-label={label} className={`vg-dialog ${className ?? ""}`} data-testid={testId}
      onCancel={leave} onClose={() => onClose?.()} onClick={close}>
      {open ? <div className="vg-dialog-body">{children}</div> : null}
    </dialog>
  );
}
