// The Projects of a page, below each other or side by side.
import { useEffect, useRef } from "react";
import { Clapperboard, Play } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Ago, Badge, Icon } from "../settings/parts.jsx";
import { makerTitle } from "./makers.jsx";
import { ProjectMenu } from "./row_menu.jsx";
import { boardOf, isBusy, pillarText, secondsText, titleOf, toneOf, word } from "./words.js";

const ARROWS = { ArrowDown: 1, ArrowUp: -1 };

// From one box to the next with the arrows; Escape lets go of all.
const walk = (event, selection) => {
  if (event.key === "Escape") selection.clear();
  if (!event.target.matches?.("input[type=checkbox]") || !(event.key in ARROWS)) return;
  const boxes = [...event.currentTarget.querySelectorAll("input[type=checkbox]")];
  const next = boxes[boxes.indexOf(event.target) + ARROWS[event.key]];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
};

export function Box({ checked, isSome = false, label, onToggle, testId }) {
  const box = useRef(null);
  useEffect(() => { box.current.indeterminate = isSome; }, [isSome]);
  // A click tells whether Shift is held; a change does not.
  return <input ref={box} type="checkbox" className="vg-box" checked={checked} aria-label={label} onChange={() => {}} onClick={(event) => onToggle(event.shiftKey)} data-testid={testId} />;
}

export function Poster({ row }) {
  const t = useT();
  return (
    <span className="vg-row-poster" data-status={row.status}>
      {row.thumbnailUrl ? <img src={row.thumbnailUrl} alt="" loading="lazy" /> : <Icon of={Clapperboard} size={20} />}
      {row.videoUrl && <span className="vg-row-play" title={t("projects.has_video")}><Icon of={Play} size={12} /></span>}
    </span>
  );
}

// How many Segments have their clip; while something is made, how far it is.
export function Standing({ row }) {
  const t = useT();
  const isOn = isBusy(row.status);
  return (
    <span className="vg-row-standing">
      <span className="vg-row-line">
        <Badge tone={toneOf(row.status)} data-testid="project-status" data-status={row.status}>{word(t, "status", row.status)}</Badge>
        <span className="vg-num vg-row-count">{row.status === "generating" ? t("projects.percent", { n: row.percent }) : <>{t("projects.of_segments", { done: row.completed, n: row.total })}<span className="vg-row-unit"> {t("projects.segments", { n: row.total })}</span></>}</span>
      </span>
      <span className="vg-bar" role="progressbar" aria-label={t("projects.progress", { title: titleOf(t, row) })} aria-valuemin={0} aria-valuemax={100} aria-valuenow={row.percent} data-live={isOn || undefined} data-status={row.status}><i style={{ width: `${row.percent}%` }} /></span>
    </span>
  );
}

function Row({ row, makers, selection, onDelete, onChanged }) {
  const t = useT();
  const title = titleOf(t, row);
  const isOn = selection.has(row.id);
  return (
    <li className="vg-row" data-on={isOn || undefined} data-testid="project-row" data-project={row.id} data-status={row.status}>
      <Box checked={isOn} label={t("projects.select", { title })} onToggle={(isRange) => selection.toggle(row.id, isRange)} testId="project-select" />
      <a className="vg-row-open" href={boardOf(row.id)} data-testid="project-open">
        <Poster row={row} />
        <span className="vg-row-words">
          <b className="vg-row-title">{title}</b>
          <span className="vg-row-facts"><span>{pillarText(t, row.pillar)}</span><span>{makerTitle(makers, row.provider)}</span></span>
        </span>
      </a>
      <Standing row={row} />
      <span className="vg-row-number vg-num" title={t("projects.length")}>{secondsText(t, row.seconds)}</span>
      <span className="vg-row-number vg-num" title={t("projects.cost")}>{row.spent ? t("credits.count", { n: row.spent }) : t("projects.free")}</span>
      <Ago at={row.updatedAt ?? row.createdAt} className="vg-row-when" />
      <ProjectMenu row={row} onDelete={() => onDelete(row)} onChanged={onChanged} />
    </li>
  );
}

export function Rows({ rows, view, makers, selection, onDelete, onChanged }) {
  const t = useT();
  return (
    <div className="vg-rows-frame" onKeyDown={(event) => walk(event, selection)}>
      <div className="vg-rows-head">
        <label className="vg-rows-all"><Box checked={selection.isAll} isSome={selection.isSome} label={t("projects.select_all")} onToggle={selection.toggleAll} testId="project-select-all" /><span>{t("projects.select_all")}</span></label>
        <span className="vg-hint">{t("projects.select_hint")}</span>
      </div>
      <ul className="vg-rows" data-view={view} data-testid="project-rows">
        {rows.map((row) => <Row key={row.id} row={row} makers={makers} selection={selection} onDelete={onDelete} onChanged={onChanged} />)}
      </ul>
    </div>
  );
}
