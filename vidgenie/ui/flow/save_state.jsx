// Whether everything is with the server, and what to do when it is not.
import { Check, CloudOff, LoaderCircle, TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "./doc.css";
import { Icon } from "../settings/parts.jsx";
import { doc } from "./doc.js";
import { flush, saving } from "./saving.js";

const DRAWINGS = { saved: Check, typed: LoaderCircle, saving: LoaderCircle, failed: CloudOff, offline: CloudOff, conflict: TriangleAlert, gone: TriangleAlert };

export function SaveState() {
  const t = useT();
  const { state, error, at } = saving.use();
  const isReady = doc.use(({ status }) => status === "ready");
  const shown = state === "typed" ? "saving" : state;
  const leads = () => document.querySelector("[data-testid=conflict-banner] button")?.focus();
  const isOut = error?.code === "not_signed_in";
  const hint = error ? `${t.error(error)} ${t.remedy(error)}` : at ? new Intl.DateTimeFormat(t.locale, { timeStyle: "medium" }).format(at) : undefined;
  return (
    <span className="vg-doc-save" role="status" data-testid="save-state" data-state={isReady ? shown : "loading"} title={hint}>
      {isReady && <Icon of={DRAWINGS[state]} size={14} className={shown === "saving" ? "vg-doc-turns" : ""} />}
      {isReady && <span>{isOut ? t("graph.signed_out") : t.label("graph_word", `save_${shown}`)}</span>}
      {isOut && <a className="vg-doc-do" href="/login" target="_blank" rel="noreferrer">{t("graph.sign_in")}</a>}
      {["failed", "offline"].includes(state) && <button type="button" className="vg-doc-do" onClick={flush} data-testid="save-retry">{t("graph.retry")}</button>}
      {["conflict", "gone"].includes(state) && <button type="button" className="vg-doc-do" onClick={leads} data-testid="save-show">{t("graph.show")}</button>}
    </span>
  );
}
