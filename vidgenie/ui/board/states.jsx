// What is shown before the Project is there, and when it is not.
import { CircleAlert, FolderX } from "lucide-react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon } from "../settings/parts.jsx";
import { refresh } from "./project.js";

export function Loading() {
  const t = useT();
  return (
    <div className="vg-board-loading" role="status" aria-label={t("board.loading")} data-testid="board-loading">
      <i className="vg-skeleton" /><i className="vg-skeleton" />
      {[1, 2, 3].map((n) => <i key={n} className="vg-skeleton vg-board-loading-card" />)}
    </div>
  );
}

export function Missing({ status, error }) {
  const t = useT();
  const isMissing = status === "missing";
  return (
    <div className="vg-empty" data-testid={isMissing ? "board-missing" : "board-failed"}>
      <span className="vg-empty-icon"><Icon of={isMissing ? FolderX : CircleAlert} size={24} /></span>
      <h1 className="vg-empty-title">{isMissing ? t("board.missing") : t.error(error)}</h1>
      <p className="vg-empty-text">{isMissing ? t("board.missing_text") : t.remedy(error)}</p>
      {isMissing ? <Link className="vg-btn vg-btn-primary" to="/projects">{t("board.to_projects")}</Link> : <Button look="primary" onClick={() => refresh()}>{t("board.retry")}</Button>}
    </div>
  );
}
