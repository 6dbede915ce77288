// Step 2: what is said and filmed in each Segment; written by a writer, put right by a person.
import { useEffect } from "react";
import { ArrowLeft, ArrowRight, CircleCheck } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon, Problem } from "../settings/parts.jsx";
import { guard, project as shown, rename, saveNow } from "./project.js";
import { SegmentCard } from "./segment_card.jsx";
import { Writer } from "./writer.jsx";
import { secondsText } from "./words.js";

function SaveState({ saving, failed }) {
  const t = useT();
  if (failed) return <span className="vg-field-error" role="alert">{t.error(failed)} {t.remedy(failed)} <button type="button" className="vg-link" onClick={saveNow}>{t("wizard.save_again")}</button></span>;
  return <span className="vg-wizard-saved" role="status" data-testid="wizard-saved" data-saving={saving > 0 || undefined}>{saving > 0 ? t("wizard.saving") : <><Icon of={CircleCheck} size={15} />{t("wizard.saved")}</>}</span>;
}

function Frame({ project }) {
  const t = useT();
  if (!project.hook && !project.callToAction) return null;
  return (
    <dl className="vg-wizard-frame">
      {project.hook && <div><dt>{t("wizard.hook")}</dt><dd>{project.hook}</dd></div>}
      {project.callToAction && <div><dt>{t("wizard.call")}</dt><dd>{project.callToAction}</dd></div>}
    </dl>
  );
}

export function SegmentsStep({ makers, onBack, onFinish }) {
  const t = useT();
  const { data: project, saving, failed, conflicts } = shown.use();
  useEffect(guard, []);
  const included = project.segments.filter((one) => one.isIncluded);
  const seconds = included.reduce((sum, one) => sum + one.seconds, 0);
  const written = project.segments.filter((one) => one.text.trim() || one.prompt.trim()).length;
  const isWriting = project.status === "scripting";
  const finish = async () => { await saveNow(); if (!shown.get().failed) onFinish(); };
  return (
    <div className="vg-wizard-two">
      <div className="vg-wizard-name"><label className="vg-sr" htmlFor="wizard-title">{t("wizard.name")}</label><input id="wizard-title" key={`${project.id}${project.title}`} className="vg-input" defaultValue={project.title} placeholder={project.theme || t("projects.untitled")} maxLength={200} onBlur={(event) => event.target.value !== project.title && rename(event.target.value)} data-testid="wizard-title" /></div>
      <Writer makers={makers} project={project} written={written} />
      <Problem error={project.scriptError} testId="script-error" />
      <Frame project={project} />
      <ol className="vg-segment-cards" aria-busy={isWriting}>{project.segments.map((segment) => <SegmentCard key={segment.id} segment={segment} project={project} conflict={conflicts[segment.id]} isLocked={isWriting} />)}</ol>
      <footer className="vg-wizard-foot">
        <Button look="quiet" onClick={onBack} testId="wizard-back"><Icon of={ArrowLeft} />{t("wizard.back")}</Button>
        <p><b>{t("wizard.foot", { n: included.length })}</b><span className="vg-num">{secondsText(t, seconds)}</span><SaveState saving={saving} failed={failed} /></p>
        <Button look="primary" disabled={isWriting || !included.length} onClick={finish} testId="wizard-done">{t("wizard.done")}<Icon of={ArrowRight} /></Button>
      </footer>
    </div>
  );
}
