// A Template in the gallery: one button, with what it makes while somebody looks at it.
import { useState } from "react";
import { Preview } from "./preview.jsx";
import { Facts, word } from "./facts.jsx";
import { useT } from "$/utils/vidgenie_i18n";

export function Card({ template, onOpen }) {
  const t = useT();
  const [isSeen, setSeen] = useState(false);
  return (
    <li>
      <button type="button" className="vg-tpl-card" onClick={() => onOpen(template)} onMouseEnter={() => setSeen(true)} onMouseLeave={() => setSeen(false)} onFocus={() => setSeen(true)} onBlur={() => setSeen(false)} data-testid={`template-card-${template.slug}`} data-kind={template.kind}>
        <span className="vg-tpl-picture"><Preview template={template} isOn={isSeen} /><em>{word(t, "kind", template.kind)}</em></span>
        <b>{template.title}</b>
        <span className="vg-tpl-text">{template.description}</span>
        <Facts template={template} />
      </button>
    </li>
  );
}
