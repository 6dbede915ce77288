// What an admin should know about how this installation is set, until somebody says that they know.
import { useRef } from "react";
import { TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon, Problem } from "../settings/parts.jsx";
import { useAction } from "../settings/rest.js";
import { call, useAdmin } from "./rest.js";
import "../settings/settings.css";
import "./admin.css";

export function AdminAdvice() {
  const t = useT();
  const place = useRef(null);
  const [advice, error, reload] = useAdmin("/api/admin/advice");
  const { isBusy, error: problem, run } = useAction();
  // The button that was pressed is gone: the keyboard goes on from where it was.
  const dismiss = async (slug) => { if (await run(() => call("DELETE", `/api/admin/advice/${slug}`))) { reload(); place.current?.focus(); } };
  return (
    <div ref={place} tabIndex={-1} className="vg-ad-advices" aria-live="polite">
      <Problem error={problem ?? error} />
      {advice?.items.map((slug) => (
        <section key={slug} className="vg-ad-advice" aria-labelledby={`advice-${slug}`} data-testid={`advice-${slug}`}>
          <Icon of={TriangleAlert} size={18} />
          <div>
            <h2 id={`advice-${slug}`}>{t.label("admin_word", `advice_${slug}`)}</h2>
            <p>{t.label("admin_word", `advice_${slug}_text`)}</p>
            <p>{t.label("admin_word", `advice_${slug}_remedy`)}</p>
          </div>
          <Button small busy={isBusy} onClick={() => dismiss(slug)} testId="advice-dismiss">{t("admin.advice_known")}</Button>
        </section>
      ))}
    </div>
  );
}
