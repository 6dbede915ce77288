// One Template: what it makes, its holes, what is inside, and the way to begin with it.
import { lazy, Suspense, useRef, useState } from "react";
import { ArrowRight, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Button, Icon, Problem, Waiting } from "../settings/parts.jsx";
import { call, useAction, useResource } from "../settings/rest.js";
import { Edit } from "./edit.jsx";
import { Facts } from "./facts.jsx";
import { asked, firstValues, firstWrong, holeOf } from "./filling.js";
import { Holes } from "./holes.jsx";
import { Own } from "./own.jsx";
import { Preview } from "./preview.jsx";
import { SegmentsOf } from "./segments.jsx";

// The canvas is large: it is loaded when there is a Graph to draw.
const Drawing = lazy(() => import("../flow/view.jsx").then(({ CanvasView }) => ({ default: CanvasView })));

const pathOf = (slug) => `/api/templates/${encodeURIComponent(slug)}`;

function Inside({ slug, kind }) {
  const t = useT();
  const [data, error] = useResource(`${pathOf(slug)}?language=${t.locale}`);
  if (error) return <Problem error={error} />;
  if (!data) return <Waiting tall={5} />;
  if (kind === "project") return <SegmentsOf template={data} />;
  return <Suspense fallback={<Waiting tall={5} />}><div className="vg-tpl-drawing"><Drawing graph={data.graph} tall /></div></Suspense>;
}

function Begin({ template }) {
  const t = useT();
  const form = useRef(null);
  const [values, setValues] = useState(() => firstValues(template.holes));
  const [files, setFiles] = useState({});
  const { isBusy, error, run } = useAction();
  const wrong = holeOf(error);
  const use = async (event) => {
    event.preventDefault();
    const first = firstWrong(template.holes, values);
    if (first) { form.current.querySelector(`[data-testid="hole-${first}"]`)?.focus(); return; }
    const made = await run(() => call("POST", `${pathOf(template.slug)}/use`, asked(template.holes, values, files, t.locale)));
    if (made) window.location.assign(made.url);
  };
  return (
    <form ref={form} className="vg-tpl-form" onSubmit={use} noValidate>
      <Holes holes={template.holes} values={values} files={files} wrong={wrong} error={error} onText={(name, text) => setValues((old) => ({ ...old, [name]: text }))} onFile={(name, file) => setFiles((old) => ({ ...old, [name]: file }))} />
      {!wrong && <Problem error={error} testId="template-error" />}
      <div className="vg-tpl-go"><Button type="submit" look="primary" busy={isBusy} testId="template-use">{template.kind === "graph" ? t("templates.use_graph") : t("templates.use_project")}<Icon of={ArrowRight} /></Button></div>
    </form>
  );
}

function Content({ template, onClose, onChanged, onGone }) {
  const t = useT();
  const [isEditing, setEditing] = useState(false);
  return (
    <article className="vg-tpl-detail">
      <header>
        <h2>{template.title}</h2>
        <button type="button" className="vg-icon-btn" onClick={onClose} aria-label={t("shell.close")}><Icon of={X} size={18} /></button>
      </header>
      <div className="vg-tpl-aside">
        <Preview template={template} isOn />
        {template.isOwn && !isEditing && <Own template={template} onEdit={() => setEditing(true)} onGone={onGone} />}
      </div>
      <div className="vg-tpl-main">
        <p className="vg-tpl-about">{template.description}</p>
        <Facts template={template} isWhole />
        {isEditing ? <Edit template={template} onDone={(changed) => { setEditing(false); if (changed) onChanged(changed); }} /> : <Begin key={`${template.slug}-${t.locale}`} template={template} />}
      </div>
      <section className="vg-tpl-inside" aria-label={t("templates.inside")}>
        <h3>{t("templates.inside")}</h3>
        <Inside key={`${template.slug}-${template.title}-${template.holes.length}`} slug={template.slug} kind={template.kind} />
      </section>
    </article>
  );
}

export function Detail({ template, onClose, onChanged, onGone }) {
  return <Dialog open={Boolean(template)} label={template?.title ?? ""} onClose={onClose} className="vg-tpl-dialog" testId="template-dialog">{template && <Content template={template} onClose={onClose} onChanged={onChanged} onGone={onGone} />}</Dialog>;
}
