// From page to page.
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon } from "../settings/parts.jsx";

export function Pages({ page, size, total, onPage, label }) {
  const t = useT();
  const pages = Math.ceil(total / size);
  if (pages < 2) return null;
  return (
    <nav className="vg-pages" aria-label={label}>
      <Button small disabled={page <= 1} onClick={() => onPage(page - 1)} testId="projects-previous"><Icon of={ChevronLeft} />{t("projects.previous")}</Button>
      <span className="vg-num">{t("projects.page", { page, pages })}</span>
      <Button small disabled={page >= pages} onClick={() => onPage(page + 1)} testId="projects-next">{t("projects.next")}<Icon of={ChevronRight} /></Button>
    </nav>
  );
}
