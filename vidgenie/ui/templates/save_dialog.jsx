// The Graph on the canvas becomes a Template: what it is called, and which of its texts are holes.
import { useMemo, useState } from "react";
import { BookmarkPlus, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "./templates.css";
import { Dialog } from "../dialog/dialog.jsx";
import { typeOf, useCatalog } from "../flow/catalog.js";
import { flush } from "../flow/saving.js";
import { Button, Field, Icon, placeOf, Problem } from "../settings/parts.jsx";
import { call, useAction } from "../settings/rest.js";
import { textsOf } from "./filling.js";
import { Removed } from "./removed.jsx";

const LONGEST = { title: 100, description: 500, label: 80 }; // characters, as the server has it

function Text({ one, onChange }) {
  const t = useT();
  const name = one.title || t.label("node", one.type);
  return (
    <li className="vg-tpl-hole" data-testid={`save-hole-${one.id}`}>
      <label className="vg-tpl-check"><input type="checkbox" checked={one.isOn} onChange={(event) => onChange({ ...one, isOn: event.target.checked })} /><span><b>{name}</b><small>{one.text}</small></span></label>
      {one.isOn && <Field label={t("templates.hole_label")} value={one.label ?? name} maxLength={LONGEST.label} onChange={(event) => onChange({ ...one, label: event.target.value })} />}
    </li>
  );
}

function Saved({ made, onClose }) {
  const t = useT();
  return (
    <div className="vg-tpl-saved" data-testid="template-saved">
      <p role="status">{t("templates.saved", { title: made.title })}</p>
      <Removed list={made.removed} />
      <div className="vg-tpl-go"><Button look="quiet" onClick={onClose}>{t("shell.close")}</Button><a className="vg-btn vg-btn-primary" href={`/templates?template=${encodeURIComponent(made.slug)}`} data-testid="template-saved-look">{t("templates.look")}</a></div>
    </div>
  );
}

function Form({ graphId, nodes, onClose, onSaved }) {
  const t = useT();
  const known = useCatalog();
  const [title, setTitle] = useState("");
  const [description, setDescription] = useState("");
  const [changed, setChanged] = useState({}); // id -> the text as somebody has it now
  const list = Array.isArray(nodes) ? nodes : Object.values(nodes ?? {});
  const texts = useMemo(() => textsOf(list, typeOf), [nodes, known]).map((one) => changed[one.id] ?? one);
  const { isBusy, error, run } = useAction();
  const place = placeOf(error);
  const save = async (event) => {
    event.preventDefault();
    const holes = texts.filter((one) => one.isOn).map((one) => ({ node: one.node, param: one.param, label: (one.label ?? (one.title || t.label("node", one.type))).slice(0, LONGEST.label), example: one.text }));
    const made = await run(async () => {
      await flush(); // What is on the canvas is what is saved.
      return call("POST", "/api/templates", { graphId, title, description, holes, language: t.locale });
    });
    if (made) onSaved(made);
  };
  return (
    <form className="vg-tpl-form" onSubmit={save} noValidate>
      <Field label={t("templates.title_field")} value={title} maxLength={LONGEST.title} autoFocus onChange={(event) => setTitle(event.target.value)} error={place === "title" ? error : null} testId="template-save-title" />
      <Field label={t("templates.description_field")} value={description} maxLength={LONGEST.description} onChange={(event) => setDescription(event.target.value)} error={place === "description" ? error : null} testId="template-save-description" />
      <div><h3>{t("templates.holes")}</h3><p className="vg-hint">{texts.length ? t("templates.holes_pick") : t("templates.holes_none")}</p></div>
      <ul className="vg-tpl-holes">{texts.map((one) => <Text key={one.id} one={one} onChange={(next) => setChanged((old) => ({ ...old, [one.id]: next }))} />)}</ul>
      <p className="vg-hint">{t("templates.left_out")}</p>
      {!["title", "description"].includes(place) && <Problem error={error} testId="template-save-error" />}
      <div className="vg-tpl-go"><Button look="quiet" onClick={onClose}>{t("settings.cancel")}</Button><Button type="submit" look="primary" busy={isBusy} testId="template-save"><Icon of={BookmarkPlus} />{t("templates.save_as")}</Button></div>
    </form>
  );
}

function Content({ graphId, nodes, onClose }) {
  const t = useT();
  const [made, setMade] = useState(null);
  return (
    <div className="vg-tpl-save">
      <header><h2>{t("templates.save_title")}</h2><button type="button" className="vg-icon-btn" onClick={onClose} aria-label={t("shell.close")}><Icon of={X} size={18} /></button></header>
      {made ? <Saved made={made} onClose={onClose} /> : <Form graphId={graphId} nodes={nodes} onClose={onClose} onSaved={setMade} />}
    </div>
  );
}

// nodes: of the Graph, as {id: Node} or as a list.
export default function SaveTemplate({ open, graphId, nodes, onClose }) {
  const t = useT();
  return <Dialog open={open} label={t("templates.save_title")} onClose={onClose} testId="template-save-dialog"><Content graphId={graphId} nodes={nodes} onClose={onClose} /></Dialog>;
}
