// Whether everything that was typed is with the server.
import { Check, CloudOff, LoaderCircle, TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { flush, rows } from "./saving.js";

const DRAWINGS = { saved: Check, typed: LoaderCircle, saving: LoaderCircle, failed: CloudOff, conflict: TriangleAlert, gone: TriangleAlert };

// What is worst of all that is not saved.
const ORDER = ["conflict", "gone", "failed", "saving", "typed"];
const useSaveState = () => rows.use((all) => {
  const states = Object.values(all).map(({ state }) => state);
  return ORDER.find((state) => states.includes(state)) ?? "saved";
});

export function SaveState() {
  const t = useT();
  const state = useSaveState();
  const error = rows.use((all) => Object.values(all).find((row) => row.state === "failed")?.error ?? null);
  const shown = state === "typed" ? "saving" : state;
  const leads = () => document.querySelector("[data-conflict]")?.scrollIntoView({ block: "center" });
  return (
    <span className="vg-save" role="status" data-testid="save-state" data-state={shown}>
      <Icon of={DRAWINGS[state]} size={14} className={shown === "saving" ? "vg-save-turns" : ""} />
      <span title={error ? t.error(error) : undefined}>{t.label("board_word", `save_${shown}`)}</span>
      {state === "failed" && <button type="button" className="vg-save-do" onClick={flush} data-testid="save-retry">{t("board.retry")}</button>}
      {(state === "conflict" || state === "gone") && <button type="button" className="vg-save-do" onClick={leads} data-testid="save-show">{t("board.show")}</button>}
    </span>
  );
}
