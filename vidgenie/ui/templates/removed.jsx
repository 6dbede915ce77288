// What did not go into a Template: said, so that nobody looks for it later.
import { useT } from "$/utils/vidgenie_i18n";
import { word } from "./facts.jsx";

export function Removed({ list }) {
  const t = useT();
  if (!list?.length) return null;
  return (
    <div className="vg-tpl-removed" data-testid="template-removed">
      <p>{t("templates.removed")}</p>
      <ul>{list.map((one, place) => <li key={place} data-what={one.what}>{t("templates.removed_one", { what: word(t, "removed", one.what), where: t.label("node", one.title) })}</li>)}</ul>
    </div>
  );
}
