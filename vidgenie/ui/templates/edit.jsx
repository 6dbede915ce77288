// A Template of one's own, changed: what it is called and is for, its holes.
import { useState } from "react";
import { X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Field, Icon, placeOf, Problem } from "../settings/parts.jsx";
import { call, useAction } from "../settings/rest.js";

const LONGEST = { title: 100, description: 500, label: 80 }; // characters, as the server has it

function HoleRow({ hole, isProject, onChange, onClose }) {
  const t = useT();
  return (
    <fieldset className="vg-tpl-hole" data-testid={`edit-hole-${hole.name}`}>
      <legend className="vg-sr">{hole.label || t("templates.theme")}</legend>
      {!isProject && <Field label={t("templates.hole_label")} value={hole.label} maxLength={LONGEST.label} onChange={(event) => onChange({ ...hole, label: event.target.value })} />}
      <Field label={isProject ? t("templates.theme_example") : t("templates.hole_example")} value={hole.example} maxLength={hole.longest} onChange={(event) => onChange({ ...hole, example: event.target.value })} />
      {!isProject && <button type="button" className="vg-icon-btn" onClick={onClose} aria-label={t("templates.hole_close", { name: hole.label || hole.name })} title={t("templates.hole_close", { name: hole.label || hole.name })}><Icon of={X} /></button>}
    </fieldset>
  );
}

export function Edit({ template, onDone }) {
  const t = useT();
  const [title, setTitle] = useState(template.title);
  const [description, setDescription] = useState(template.description);
  const [holes, setHoles] = useState(() => template.holes.filter((hole) => hole.kind === "text"));
  const { isBusy, error, run } = useAction();
  const place = placeOf(error);
  const isProject = template.kind === "project";
  const save = async (event) => {
    event.preventDefault();
    const told = holes.map(({ name, label, example }) => ({ name, label, example }));
    const changed = await run(() => call("PUT", `/api/templates/${encodeURIComponent(template.slug)}`, { title, description, holes: told, language: template.language }));
    if (changed) onDone(changed);
  };
  return (
    <form className="vg-tpl-form" onSubmit={save} noValidate data-testid="template-edit-form">
      <Field label={t("templates.title_field")} value={title} maxLength={LONGEST.title} autoFocus onChange={(event) => setTitle(event.target.value)} error={place === "title" ? error : null} testId="template-edit-title" />
      <Field label={t("templates.description_field")} value={description} maxLength={LONGEST.description} onChange={(event) => setDescription(event.target.value)} error={place === "description" ? error : null} />
      {holes.length > 0 && !isProject && <p className="vg-hint">{t("templates.holes_hint")}</p>}
      {holes.map((hole) => <HoleRow key={hole.name} hole={hole} isProject={isProject} onChange={(changed) => setHoles((list) => list.map((one) => (one.name === hole.name ? changed : one)))} onClose={() => setHoles((list) => list.filter((one) => one.name !== hole.name))} />)}
      {!["title", "description"].includes(place) && <Problem error={error} />}
      <div className="vg-tpl-go"><Button look="quiet" onClick={() => onDone(null)}>{t("settings.cancel")}</Button><Button type="submit" look="primary" busy={isBusy} testId="template-edit-save">{t("templates.save")}</Button></div>
    </form>
  );
}
