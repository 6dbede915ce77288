// Short messages at the foot of the page.
import { Check, CircleAlert, Info, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon } from "../settings/parts.jsx";
import { forget, notes } from "./notes.js";

const DRAWINGS = { good: Check, bad: CircleAlert, plain: Info };

// kind: of the page; its style sheet places them.
export function Toasts({ kind = "board", testId = "board-toast" }) {
  const t = useT();
  const list = notes.use();
  return (
    <div className={`vg-toasts vg-${kind}-toasts`} aria-live="polite">
      {list.map(({ id, tone, text, error, action }) => (
        <div key={id} className={`vg-toast vg-${kind}-toast${tone === "bad" ? " vg-toast-bad" : ""}`} role={tone === "bad" ? "alert" : "status"} data-testid={testId} data-code={error?.code}>
          <Icon of={DRAWINGS[tone]} size={17} />
          <div><p className="vg-toast-title">{error ? t.error(error) : text}</p>{error && <p className="vg-toast-text">{t.remedy(error)}</p>}</div>
          {action && <Button small onClick={() => { forget(id); action.run(); }} testId={action.testId}>{action.text}</Button>}
          <button type="button" className="vg-icon-btn" onClick={() => forget(id)} aria-label={t("shell.dismiss")}><Icon of={X} /></button>
        </div>
      ))}
    </div>
  );
}
