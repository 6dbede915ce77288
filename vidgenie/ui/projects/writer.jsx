// Who writes the script, what it costs, and how far it is.
import { useRef, useState } from "react";
import { PenLine, RotateCw } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { newId } from "../cut/store.js";
import { Sure } from "../cut/parts.jsx";
import { Button, Icon, Notice } from "../settings/parts.jsx";
import { call, useAction } from "../settings/rest.js";
import { Refusal } from "../ways/refusal.jsx";
import { makerTitle, usualWriter } from "./makers.jsx";
import { usePolling } from "./polling.js";
import { loadProject, project as shown, saveNow } from "./project.js";
import { start } from "./rest.js";

const EVERY = 700; // ms: a script takes seconds

function Writing({ project, writer }) {
  const t = useT();
  const run = project.progress?.runs?.find((one) => one.purpose === "script");
  const percent = run?.percent ?? 0;
  const cancel = () => call("POST", `/api/projects/${project.id}/cancel`).then(() => loadProject(project.id));
  return (
    <section className="vg-writer vg-card" data-testid="script-progress" data-percent={percent}>
      <span className="vg-writer-icon" data-live><Icon of={PenLine} size={20} /></span>
      <div className="vg-writer-words"><p role="status"><b>{t("wizard.writing", { writer })}</b></p><div className="vg-bar" data-busy={percent === 0 || undefined} role="progressbar" aria-label={t("wizard.writing", { writer })} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}><i style={{ width: `${percent}%` }} /></div></div>
      <Button small look="quiet" onClick={cancel} testId="script-cancel">{t("settings.cancel")}</Button>
    </section>
  );
}

function Pick({ makers, value, onChange }) {
  const t = useT();
  const ready = (makers?.text ?? []).filter((one) => one.ready);
  if (ready.length < 2) return null;
  return <select className="vg-input vg-writer-pick" aria-label={t("wizard.writer")} value={value} onChange={(event) => onChange(event.target.value)} data-testid="script-provider">{ready.map((one) => <option key={one.slug} value={one.slug}>{one.title}{one.demo ? ` · ${t("projects.free")}` : ""}</option>)}</select>;
}

export function Writer({ makers, project, written }) {
  const t = useT();
  const [chosen, setChosen] = useState("");
  const [isSure, setSure] = useState(false);
  const writing = useAction();
  const key = useRef(newId());
  const isWriting = project.status === "scripting";
  usePolling(async () => {
    const { data } = await call("GET", `/api/projects/${project.id}/progress`);
    if (!data) return;
    if (data.status === "scripting") shown.set((old) => ({ ...old, data: { ...old.data, progress: data } }));
    else await loadProject(project.id);
  }, isWriting, EVERY);
  const usual = project.choices.textProvider;
  const isAble = makers?.text?.some((one) => one.slug === usual && one.ready);
  const writer = chosen || (isAble ? usual : usualWriter(makers));
  const title = writer === "local" ? t("wizard.writer_here") : makerTitle(makers, writer, "text");
  // Who writes is one of the Project's choices.
  const ask = async () => {
    const kept = writer === usual ? {} : await call("PATCH", `/api/projects/${project.id}`, { choices: { textProvider: writer, textModel: "" } });
    return kept.error ? kept : start(`/api/projects/${project.id}/script`, {}, key.current);
  };
  const write = async () => {
    setSure(false);
    await saveNow();
    const made = await writing.run(ask);
    key.current = newId();
    if (made) await loadProject(project.id);
  };
  if (isWriting) return <Writing project={project} writer={title} />;
  const isLocal = writer === "local";
  return (
    <>
      <section className="vg-writer vg-card">
        <span className="vg-writer-icon"><Icon of={PenLine} size={20} /></span>
        <div className="vg-writer-words">
          <b>{written ? t("wizard.written") : t("wizard.to_write", { n: project.segments.length })}</b>
          <span>{isLocal ? t("wizard.writer_local") : t("wizard.writer_service", { writer: title })}{isLocal && <> <a className="vg-more" href="/settings#keys">{t("wizard.writer_keys")}</a></>}</span>
        </div>
        <Pick makers={makers} value={writer} onChange={setChosen} />
        {isSure ? <Sure question={t("wizard.rewrite_sure")} yes={t("wizard.rewrite_yes")} onYes={write} onNo={() => setSure(false)} testId="script-again-yes" />
          : <Button look={written ? "plain" : "primary"} busy={writing.isBusy} onClick={() => (written ? setSure(true) : write())} testId="script-button"><Icon of={written ? RotateCw : PenLine} />{written ? t("wizard.rewrite") : t("wizard.write")}</Button>}
      </section>
      <Refusal error={writing.error} ways={{ demo: writer === "local" ? undefined : { total: 0, text: t("ways.demo_text"), onUse: () => { writing.clear(); setChosen("local"); } } }} onDismiss={writing.clear} testId="script-problem" />
      {project.isDraftScript && written > 0 && <Notice tone="accent" icon={PenLine} data-testid="script-draft">{t("wizard.is_draft")}</Notice>}
    </>
  );
}
