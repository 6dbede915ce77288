// A new Project in two steps: the job, then its Segments. The Project exists once the first is done, and
// the address names it: a reload loses nothing, and the way back leads back.
import { useEffect, useState } from "react";
import { Check } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "../settings/settings.css";
import "../cut/cut.css";
import "../cut/clips.css";
import "../cut/pickers.css";
import "./projects.css";
import "./wizard.css";
import "./segments.css";
import { Icon, Problem, Waiting } from "../settings/parts.jsx";
import { useResource } from "../settings/rest.js";
import { useAddress } from "./address.js";
import { useJob } from "./job.js";
import { JobStep } from "./job_step.jsx";
import { useMakers } from "./makers.jsx";
import { loadProject, project as shown } from "./project.js";
import { SegmentsStep } from "./segments_step.jsx";
import { useTemplates } from "./template_card.jsx";
import { boardOf } from "./words.js";

function Steps({ at, canGoBack, onBack }) {
  const t = useT();
  const steps = [[1, t("wizard.step_1")], [2, t("wizard.step_2")]];
  return (
    <ol className="vg-wizard-steps" aria-label={t("wizard.steps")}>
      {steps.map(([n, text]) => (
        <li key={n} aria-current={at === n ? "step" : undefined} data-done={n < at || undefined}>
          {n < at && canGoBack ? <button type="button" onClick={onBack} data-testid="wizard-step-1"><i><Icon of={Check} size={14} /></i>{text}</button> : <span><i>{n}</i>{text}</span>}
        </li>
      ))}
    </ol>
  );
}

export function Wizard() {
  const t = useT();
  const [address, change, isRead] = useAddress();
  const [me, meError] = useResource("/api/auth/me");
  const [makers, makersError] = useMakers();
  const [templates, templatesError] = useTemplates();
  const { data: project, error } = shown.use();
  const [gone, setGone] = useState(null);
  const id = address.project ?? "";
  const isHere = Boolean(project) && project.id === id;
  const step = id && address.step !== "1" ? 2 : 1;
  useEffect(() => { if (id && !isHere) loadProject(id).then((problem) => setGone(problem)); }, [id]);
  useJob(isRead && (!id || isHere) ? me?.user?.id ?? "" : "", t.locale, address, id && isHere ? project : null);
  const onDone = (made) => { shown.set({ data: made, error: null }); change({ project: made.id, step: "", source: "", template: "", theme: "" }, !id); window.scrollTo({ top: 0 }); };
  const isWaiting = !isRead || (id && !isHere && !gone);
  return (
    <div className="vg-wizard" data-step={step} data-ready={(isRead && !isWaiting) || undefined} data-testid="wizard">
      <header className="vg-wizard-head"><div><h1>{t("wizard.title")}</h1><p>{step === 1 ? t("wizard.text_1") : t("wizard.text_2")}</p></div><Steps at={step} canGoBack={isHere} onBack={() => change({ step: "1" }, true)} /></header>
      <Problem error={meError ?? makersError ?? gone ?? (step === 2 ? error : null)} testId="wizard-error" />
      {isWaiting && <Waiting tall={6} />}
      {!isWaiting && step === 1 && !gone && <JobStep makers={makers} templates={templates} templatesError={templatesError} onDone={onDone} onBatch={(batch) => { window.location.assign(`/projects?tab=batches&batch=${encodeURIComponent(batch)}`); }} />}
      {!isWaiting && step === 2 && isHere && <SegmentsStep makers={makers} onBack={() => change({ step: "1" }, true)} onFinish={() => window.location.assign(boardOf(id))} />}
      {gone && <a className="vg-btn vg-btn-plain" href="/projects">{t("wizard.to_projects")}</a>}
    </div>
  );
}
