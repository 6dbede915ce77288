// Templates to start from: pictures that tell what their video says while somebody looks at them.
import { useId, useState } from "react";
import { Check } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Badge, Icon, Problem, Waiting } from "../settings/parts.jsx";
import { TemplatePoster } from "./template_card.jsx";

function Card({ template, name, isOn, onChoose }) {
  const t = useT();
  const [isSeen, setSeen] = useState(false);
  return (
    <label className="vg-template" data-on={isOn || undefined} onMouseEnter={() => setSeen(true)} onMouseLeave={() => setSeen(false)} data-testid={`template-${template.slug}`}>
      <input type="radio" name={name} checked={isOn} onChange={onChoose} onFocus={() => setSeen(true)} onBlur={() => setSeen(false)} data-testid={`template-${template.slug}-choose`} />
      <TemplatePoster template={template} isOn={isSeen} />
      {isOn && <span className="vg-template-on"><Icon of={Check} size={14} /></span>}
      <b>{template.title}</b>
      <span className="vg-template-text">{template.description}</span>
      <span className="vg-template-facts"><Badge>{t("projects.template_facts", { seconds: template.seconds, n: template.segments })}</Badge>{template.needs.map((need) => <Badge key={`${need.kind}-${need.provider}`} tone="warn">{t("wizard.template_needs", { what: need.title })}</Badge>)}{template.isOwn && <Badge tone="accent">{t("wizard.template_own")}</Badge>}</span>
    </label>
  );
}

export function Templates({ list, error, value, isAsked, onChange }) {
  const t = useT();
  const name = useId();
  return (
    <fieldset className="vg-templates-pick">
      <legend className="vg-label">{t("wizard.template")}</legend>
      <Problem error={error} />
      {!list && !error && <Waiting tall={4} />}
      {list?.length === 0 && <p className="vg-set-none">{t("wizard.template_none")}</p>}
      <div className="vg-templates" data-testid="templates">{list?.map((one) => <Card key={one.slug} template={one} name={name} isOn={value === one.slug} onChoose={() => onChange(one.slug)} />)}</div>
      {isAsked && !value && <p className="vg-field-error" role="alert">{t("wizard.template_missing")}</p>}
    </fieldset>
  );
}
