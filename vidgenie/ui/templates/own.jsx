// What can be done with a Template of one's own.
import { Download, Pencil, Trash2 } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon, Problem, Sure } from "../settings/parts.jsx";
import { call, useAction } from "../settings/rest.js";

export function Own({ template, onEdit, onGone }) {
  const t = useT();
  const { isBusy, error, run } = useAction();
  const path = `/api/templates/${encodeURIComponent(template.slug)}`;
  const remove = async () => {
    const done = await run(() => call("DELETE", path));
    if (done) onGone(template);
  };
  return (
    <div className="vg-tpl-own">
      <Button small onClick={onEdit} testId="template-edit"><Icon of={Pencil} size={14} />{t("templates.edit")}</Button>
      <a className="vg-btn vg-btn-plain vg-btn-small" href={`${path}/export`} download data-testid="template-export"><Icon of={Download} size={14} />{t("templates.export")}</a>
      <Sure icon={Trash2} question={t("templates.delete_ask")} yes={t("templates.delete")} onYes={remove} busy={isBusy} testId="template-delete">{t("templates.delete")}</Sure>
      <Problem error={error} />
    </div>
  );
}
