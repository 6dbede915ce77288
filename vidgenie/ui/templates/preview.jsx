// The picture of a Template; while somebody looks at it, what it makes, without sound.
import { LayoutTemplate, Workflow } from "lucide-react";
import { useIsStill } from "../cut/parts.jsx";
import { Icon } from "../settings/parts.jsx";
import { TemplatePoster } from "../projects/template_card.jsx";

function Loop({ src, poster }) {
  return <video className="vg-tpl-loop" src={src} poster={poster || undefined} autoPlay muted loop playsInline disablePictureInPicture tabIndex={-1} aria-hidden="true" data-testid="template-loop" />;
}

// isOn: somebody looks at it. Who wants no movement sees the picture alone.
export function Preview({ template, isOn }) {
  const isStill = useIsStill();
  if (isOn && !isStill && template.previewUrl) return <span className="vg-poster" data-on><Loop src={template.previewUrl} poster={template.posterUrl} /></span>;
  if (template.kind === "project") return <TemplatePoster template={template} isOn={isOn && !isStill} />;
  return <span className="vg-poster">{template.posterUrl ? <img src={template.posterUrl} alt="" loading="lazy" /> : <Icon of={template.kind === "graph" ? Workflow : LayoutTemplate} size={30} />}</span>;
}
