// What a Template of a Project says and films, Segment by Segment.
import { useT } from "$/utils/vidgenie_i18n";
import { Badge } from "../settings/parts.jsx";

const withTheme = (text, theme) => text.replaceAll("{theme}", theme);

export function SegmentsOf({ template }) {
  const t = useT();
  return (
    <ol className="vg-tpl-parts" data-testid="template-segments">
      {template.segments.map((part, place) => (
        <li key={place}>
          <span><b>{part.role || t("templates.segment", { n: place + 1 })}</b><Badge>{t("templates.seconds", { n: part.seconds })}</Badge></span>
          <p>{withTheme(part.text, template.theme)}</p>
          <small>{withTheme(part.prompt, template.theme)}</small>
        </li>
      ))}
    </ol>
  );
}
