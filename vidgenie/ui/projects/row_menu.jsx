// What can be done with one Project.
import { useState } from "react";
import { Copy, Download, FolderOpen, Play, Trash2 } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { ITEM, RowMenu } from "../dialog/row_menu.jsx";
import { Icon } from "../settings/parts.jsx";
import { call } from "../settings/rest.js";
import { boardOf, titleOf } from "./words.js";

export function ProjectMenu({ row, onDelete, onChanged }) {
  const t = useT();
  const [error, setError] = useState(null);
  const duplicate = async (close) => {
    const { error: problem } = await call("POST", `/api/projects/${row.id}/duplicate`);
    setError(problem ?? null);
    if (!problem) { close(); onChanged(); }
  };
  return (
    <RowMenu label={t("projects.more", { title: titleOf(t, row) })} error={error} onOpen={() => setError(null)} testId="project-menu">
      {(close) => (
        <>
          <a href={boardOf(row.id)} {...ITEM} data-testid="project-menu-open"><Icon of={FolderOpen} />{t("projects.open")}</a>
          {row.videoUrl && <a href={row.videoUrl} target="_blank" rel="noreferrer" {...ITEM}><Icon of={Play} />{t("projects.watch")}</a>}
          <button type="button" {...ITEM} onClick={() => duplicate(close)} data-testid="project-menu-duplicate"><Icon of={Copy} />{t("projects.duplicate")}</button>
          <a href={`/api/projects/${row.id}/export`} download {...ITEM} onClick={close} data-testid="project-menu-export"><Icon of={Download} />{t("projects.export")}</a>
          <button type="button" {...ITEM} className="vg-menu-item vg-menu-bad" onClick={() => { close(); onDelete(); }} data-testid="project-menu-delete"><Icon of={Trash2} />{t("projects.delete")}</button>
        </>
      )}
    </RowMenu>
  );
}
