// The Graph was changed, or put into the bin, somewhere else. The canvas stays usable; nothing is lost until somebody chooses.
import { useState } from "react";
import { Trash2, TriangleAlert } from "lucide-react";
import { useNavigate } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import "./doc.css";
import { Button, Icon, joined } from "../settings/parts.jsx";
import { bringBack, keepAsNew, keepBoth, keepMine, takeTheirs } from "./deciding.js";
import { fieldName, nameOf, valueText, versus } from "./differences.js";
import { doc } from "./doc.js";
import { listed } from "./merge.js";
import { saving } from "./saving.js";

const SHOWN = 6; // Nodes; the rest is counted

function Row({ row }) {
  const t = useT();
  const name = nameOf(t, row.node);
  if (!row.mine) return <li><b>{name}</b> {t("graph.removed_here")}</li>;
  if (!row.theirs) return <li><b>{name}</b> {t("graph.removed_there")}</li>;
  return (
    <li>
      <b>{name}</b>
      {row.fields.map((field) => (
        <span key={field.name} className="vg-doc-versus">
          <i>{fieldName(t, field)}</i> <small>{t("graph.mine")}</small> <q>{valueText(t, field.mine)}</q> <small>{t("graph.theirs")}</small> <q>{valueText(t, field.theirs)}</q>
        </span>
      ))}
      {row.isWired && <span className="vg-doc-versus"><i>{t("graph.other_wires")}</i></span>}
    </li>
  );
}

const useBusy = () => {
  const [busy, setBusy] = useState("");
  const during = (name, act) => async () => {
    if (busy) return;
    setBusy(name);
    await act();
    setBusy("");
  };
  return [busy, during];
};

function Conflict({ conflict }) {
  const t = useT();
  const mine = doc.use();
  const [busy, during] = useBusy();
  const rows = versus(conflict.nodes, listed(mine), conflict.current.graph);
  return (
    <section className="vg-doc-banner" role="alert" data-testid="conflict-banner" data-kind="conflict">
      <Icon of={TriangleAlert} size={18} />
      <div>
        <p><b>{t("graph.conflict")}</b> {t("graph.conflict_text")}</p>
        <ul>{rows.slice(0, SHOWN).map((row) => <Row key={row.id} row={row} />)}{rows.length > SHOWN && <li>{t("graph.and_more", { n: rows.length - SHOWN })}</li>}</ul>
        <p className="vg-doc-go">
          <Button small look="primary" busy={busy === "mine"} onClick={during("mine", keepMine)} testId="conflict-mine" title={t("graph.keep_mine_text")}>{t("graph.keep_mine")}</Button>
          <Button small busy={busy === "theirs"} onClick={during("theirs", takeTheirs)} testId="conflict-theirs" title={t("graph.keep_theirs_text")}>{t("graph.keep_theirs")}</Button>
          <Button small busy={busy === "both"} onClick={during("both", keepBoth)} testId="conflict-both" title={t("graph.keep_both_text")}>{t("graph.keep_both")}</Button>
        </p>
      </div>
    </section>
  );
}

// isPurged: it cannot come back. A Graph that was in the bin when it was opened shows nothing to keep.
export function Gone({ isPurged = false }) {
  const t = useT();
  const isEmpty = doc.use(({ status }) => status !== "ready");
  const go = useNavigate();
  const [busy, during] = useBusy();
  const fresh = async () => { const id = await keepAsNew(); if (id) go(`/create/${id}`); };
  return (
    <section className={joined("vg-doc-banner", isEmpty && "vg-doc-alone")} role="alert" data-testid="conflict-banner" data-kind="gone">
      <Icon of={Trash2} size={18} />
      <div>
        <p>{isEmpty ? <b>{t("graph.gone_empty")}</b> : <><b>{t("graph.gone")}</b> {t("graph.gone_text")}</>}</p>
        <p className="vg-doc-go">
          {!isPurged && <Button small look="primary" busy={busy === "back"} onClick={during("back", bringBack)} testId="gone-back">{t("graph.bring_back")}</Button>}
          {!isEmpty && <Button small busy={busy === "new"} onClick={during("new", fresh)} testId="gone-new">{t("graph.keep_as_new")}</Button>}
          {isEmpty && <a className="vg-btn vg-btn-plain vg-btn-small" href="/create">{t("graph.open_last")}</a>}
        </p>
      </div>
    </section>
  );
}

export function ConflictBanner() {
  const { state, conflict, error } = saving.use();
  const isReady = doc.use(({ status }) => status === "ready");
  if (!isReady) return null;
  if (state === "gone") return <Gone isPurged={error?.code === "not_found"} />;
  return conflict ? <Conflict conflict={conflict} /> : null;
}
