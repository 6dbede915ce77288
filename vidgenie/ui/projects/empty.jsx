// Nothing yet: the ways to begin. Nothing found: the way back.
import { ArrowRight, SearchX, Wand2, Zap } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon } from "../settings/parts.jsx";
import { TemplatePoster, useTemplates } from "./template_card.jsx";

const FEW = 4;

export function Empty() {
  const t = useT();
  const [templates] = useTemplates();
  const some = (templates ?? []).slice(0, FEW);
  return (
    <section className="vg-begin" data-testid="projects-empty">
      <h2>{t("projects.empty")}</h2>
      <p>{t("projects.empty_text")}</p>
      <div className="vg-begin-ways">
        <a className="vg-begin-way" href="/projects/new" data-testid="empty-wizard">
          <span className="vg-begin-icon"><Icon of={Wand2} size={22} /></span>
          <b>{t("projects.begin_wizard")}</b><span>{t("projects.begin_wizard_text")}</span>
          <i>{t("projects.begin_wizard_go")}<Icon of={ArrowRight} /></i>
        </a>
        <a className="vg-begin-way" href="/generate" data-testid="empty-quick">
          <span className="vg-begin-icon"><Icon of={Zap} size={22} /></span>
          <b>{t("projects.begin_quick")}</b><span>{t("projects.begin_quick_text")}</span>
          <i>{t("projects.begin_quick_go")}<Icon of={ArrowRight} /></i>
        </a>
      </div>
      {some.length > 0 && (
        <>
          <h3>{t("projects.begin_template")}</h3>
          <ul className="vg-begin-templates">
            {some.map((one) => <li key={one.slug}><a href={`/projects/new?source=template&template=${encodeURIComponent(one.slug)}`} data-testid={`empty-template-${one.slug}`}><TemplatePoster template={one} /><b>{one.title}</b><span>{t("projects.template_facts", { seconds: one.seconds, n: one.segments })}</span></a></li>)}
          </ul>
        </>
      )}
    </section>
  );
}

export function NoMatch({ onClear }) {
  const t = useT();
  return (
    <div className="vg-card vg-empty" data-testid="projects-none">
      <span className="vg-empty-icon"><Icon of={SearchX} size={24} /></span>
      <p className="vg-empty-title">{t("projects.no_match")}</p>
      <p className="vg-empty-text">{t("projects.no_match_text")}</p>
      <Button onClick={onClear} testId="project-filter-clear">{t("projects.no_match_go")}</Button>
    </div>
  );
}
