// What is asked before a Project is deleted or becomes a Template.
import { useState } from "react";
import { useNavigate } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Button, Field, placeOf, Problem } from "../settings/parts.jsx";
import { call, useAction } from "../settings/rest.js";
import { connect, disconnect, live, runsOf } from "./live.js";
import { tell } from "./notes.js";
import { board, path, useHead } from "./project.js";
import { flush } from "./saving.js";

export function DeleteAsk({ open, onClose }) {
  const t = useT();
  const go = useNavigate();
  const title = useHead((head) => head.title);
  const isRunning = live.use((value) => runsOf(value.progress).length > 0);
  const [isSure, setSure] = useState(false); // it was told that something runs
  const { isBusy, error, run } = useAction();
  const cancels = isRunning || isSure;
  const remove = async () => {
    disconnect();
    const done = await run(async () => {
      const answer = await call("DELETE", path(cancels ? "?cancel=true" : ""));
      if (answer.error?.problem === "running") setSure(true);
      return answer;
    });
    if (done) go("/projects"); else connect();
  };
  return (
    <Dialog open={open} label={t("board.delete")} onClose={onClose} testId="delete-dialog">
      <div className="vg-ask">
        <h2>{t("board.delete_sure", { title: title || t("board.untitled") })}</h2>
        <p>{cancels ? t("board.delete_running") : t("board.delete_text")}</p>
        <Problem error={error?.problem === "running" ? null : error} />
        <footer>
          <Button look="quiet" onClick={onClose}>{t("settings.cancel")}</Button>
          <Button look="danger" busy={isBusy} onClick={remove} testId="delete-yes">{cancels ? t("board.delete_cancel") : t("board.delete")}</Button>
        </footer>
      </div>
    </Dialog>
  );
}

function TemplateForm({ onClose }) {
  const t = useT();
  const title = useHead((head) => head.title);
  const [values, setValues] = useState({ title, description: "" });
  const { isBusy, error, run } = useAction();
  const submit = async (event) => {
    event.preventDefault();
    await flush();
    if (!await run(() => call("POST", "/api/templates", { projectId: board.get().id, ...values }))) return;
    onClose();
    tell({ tone: "good", text: t("board.template_saved") });
  };
  const field = (name) => ({ value: values[name], onChange: (event) => setValues({ ...values, [name]: event.target.value }), error: placeOf(error) === name ? error : null });
  return (
    <form className="vg-ask" onSubmit={submit}>
      <h2>{t("board.template")}</h2>
      <p>{t("board.template_text")}</p>
      <Field label={t("board.title")} required maxLength={120} {...field("title")} testId="template-title" />
      <Field label={t("board.template_about")} maxLength={300} {...field("description")} testId="template-description" />
      {!["title", "description"].includes(placeOf(error)) && <Problem error={error} />}
      <footer><Button look="quiet" onClick={onClose}>{t("settings.cancel")}</Button><Button type="submit" look="primary" busy={isBusy} testId="template-save">{t("board.template_save")}</Button></footer>
    </form>
  );
}

export function TemplateAsk({ open, onClose }) {
  const t = useT();
  return <Dialog open={open} label={t("board.template")} onClose={onClose} testId="template-dialog"><TemplateForm onClose={onClose} /></Dialog>;
}
