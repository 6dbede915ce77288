// What is in a file, before it is taken in.
import { useState } from "react";
import { CircleAlert, FileJson } from "lucide-react";
import { Link, useNavigate } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import "./doc.css";
import { Dialog } from "../dialog/dialog.jsx";
import { Button, Icon, Notice, Problem, Waiting } from "../settings/parts.jsx";
import { doc } from "./doc.js";
import { acceptAsNew, acceptHere, importing, stopImporting } from "./files.js";

const SHOWN = 8; // of what was left out

function Found({ preview }) {
  const t = useT();
  const { name, nodes, unknownTypes = [], missing = [], dropped = [] } = preview;
  return (
    <>
      <p className="vg-import-what"><Icon of={FileJson} size={20} /><b data-testid="import-name">{name || t("graph.untitled")}</b><span>{t("graph.nodes", { n: nodes })}</span></p>
      {unknownTypes.length > 0 && <Notice icon={CircleAlert} data-testid="import-unknown">{t("graph.unknown_types", { n: unknownTypes.length, names: unknownTypes.join(", ") })}</Notice>}
      {missing.length > 0 && <Notice icon={CircleAlert} data-testid="import-missing">{t("graph.missing", { n: missing.length, names: missing.map(({ title, provider }) => title || provider).join(", ") })} <Link className="vg-more" to="/settings#keys">{t("graph.set_up")}</Link></Notice>}
      {dropped.length > 0 && (
        <Notice icon={CircleAlert} data-testid="import-dropped">
          {t("graph.dropped", { n: dropped.length })}
          <ul>{dropped.slice(0, SHOWN).map(({ what, problem }) => <li key={`${what}${problem}`}><code>{what}</code> {t.label("graph_word", `dropped_${problem}`)}</li>)}{dropped.length > SHOWN && <li>{t("graph.and_more", { n: dropped.length - SHOWN })}</li>}</ul>
        </Notice>
      )}
    </>
  );
}

// Why there is nothing to take in: what was dropped here holds no Graph.
function Nothing({ isVideo }) {
  const t = useT();
  return <div className="vg-alert" role="alert" data-testid="import-problem" data-code="no_graph">{isVideo ? t("graph.no_receipt") : t("graph.no_graph")}</div>;
}

function Asking({ job }) {
  const t = useT();
  const go = useNavigate();
  const [busy, setBusy] = useState("");
  const canReplace = doc.use(({ status, isLocked }) => status === "ready" && !isLocked);
  const { preview, error } = job;
  const fresh = async () => { setBusy("new"); const id = await acceptAsNew(preview); setBusy(""); if (id) go(`/create/${id}`); };
  const here = async () => { setBusy("here"); await acceptHere(preview); setBusy(""); };
  return (
    <div className="vg-import">
      <h2>{t("graph.import")}</h2>
      <p className="vg-hint">{job.file}</p>
      {job.isReading && <Waiting tall={2} />}
      {error?.code === "no_graph" ? <Nothing isVideo={job.isVideo} /> : <Problem error={error} testId="import-problem" />}
      {preview && <Found preview={preview} />}
      <footer>
        <Button look="quiet" onClick={stopImporting}>{preview ? t("graph.cancel") : t("graph.close")}</Button>
        {preview && <Button busy={busy === "here"} disabled={!canReplace} onClick={here} title={t("graph.replace_text")} testId="import-replace">{t("graph.replace")}</Button>}
        {preview && <Button look="primary" busy={busy === "new"} onClick={fresh} testId="import-accept">{t("graph.open_as_new")}</Button>}
      </footer>
    </div>
  );
}

export function ImportPreview() {
  const t = useT();
  const job = importing.use();
  return <Dialog open={job !== null} label={t("graph.import")} onClose={stopImporting} testId="import-preview">{job && <Asking job={job} />}</Dialog>;
}
