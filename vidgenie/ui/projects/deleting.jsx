// Deleting one Project or several: asked before, with what goes with them.
import { useState } from "react";
import { TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Button, Notice, Problem } from "../settings/parts.jsx";
import { call } from "../settings/rest.js";
import { isBusy, titleOf } from "./words.js";

const SHOWN = 5;

function Question({ rows, onClose, onGone }) {
  const t = useT();
  const [isDeleting, setDeleting] = useState(false);
  const [failed, setFailed] = useState([]); // [row, error]
  const running = rows.filter((row) => isBusy(row.status)).length;
  const left = failed.length ? failed.map(([row]) => row) : rows;
  const remove = async () => {
    setDeleting(true);
    const gone = [];
    const not = [];
    for (const row of left) {
      // One after the other: each is a transaction of its own, and some may refuse.
      const { error } = await call("DELETE", `/api/projects/${row.id}?cancel=true`);
      if (error && error.code !== "not_found") not.push([row, error]);
      else gone.push(row.id);
    }
    setDeleting(false);
    setFailed(not);
    onGone(gone);
    if (!not.length) onClose();
  };
  return (
    <div className="vg-ask">
      <h2>{rows.length === 1 ? t("projects.delete_one", { title: titleOf(t, rows[0]) }) : t("projects.delete_many", { n: rows.length })}</h2>
      {rows.length > 1 && <ul className="vg-ask-list">{rows.slice(0, SHOWN).map((row) => <li key={row.id}>{titleOf(t, row)}</li>)}{rows.length > SHOWN && <li>{t("projects.and_more", { n: rows.length - SHOWN })}</li>}</ul>}
      <p>{t("projects.delete_text")}</p>
      {running > 0 && <Notice icon={TriangleAlert}>{t("projects.delete_running")}</Notice>}
      {failed.map(([row, error]) => <Problem key={row.id} error={error}><p>{titleOf(t, row)}</p></Problem>)}
      <div className="vg-ask-go">
        <Button look="quiet" onClick={onClose}>{t("projects.keep")}</Button>
        <Button look="danger" busy={isDeleting} onClick={remove} testId="delete-confirm">{t("projects.delete_yes", { n: left.length })}</Button>
      </div>
    </div>
  );
}

export function Deleting({ rows, onClose, onGone }) {
  const t = useT();
  return <Dialog open={rows.length > 0} label={t("projects.delete")} onClose={onClose} testId="delete-dialog">{rows.length > 0 && <Question rows={rows} onClose={onClose} onGone={onGone} />}</Dialog>;
}
