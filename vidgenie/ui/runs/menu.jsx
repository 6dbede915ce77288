// What can be done with one Run of the list.
import { useEffect, useId, useRef, useState } from "react";
import { Ban, Copy, EllipsisVertical, FileJson, FolderKanban, RotateCcw, SquareArrowOutUpRight, Workflow } from "lucide-react";
import { Link, useNavigate } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { flat } from "../causes/causes.js";
import { Icon } from "../settings/parts.jsx";
import { cancel, copy, retry } from "./acts.js";
import { canRetry, graphOf, isUnderWay, projectOf, runOf, titleOf } from "./words.js";

const MOVES = { ArrowDown: 1, ArrowUp: -1 };

const walk = (event) => {
  if (!(event.key in MOVES)) return;
  event.preventDefault();
  event.stopPropagation();
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  items[(items.indexOf(document.activeElement) + MOVES[event.key] + items.length) % items.length].focus();
};

// Below its button, or above it where there is no room.
const placed = (button, menu) => {
  const at = button.getBoundingClientRect();
  const below = at.bottom + 6 + menu.offsetHeight < window.innerHeight;
  menu.style.top = `${Math.max(8, below ? at.bottom + 6 : at.top - menu.offsetHeight - 6)}px`;
  menu.style.left = `${Math.max(8, Math.min(at.right, window.innerWidth - 8) - menu.offsetWidth)}px`;
};

export function RunMenu({ run, onChanged }) {
  const t = useT();
  const id = useId();
  const navigate = useNavigate();
  const button = useRef(null);
  const menu = useRef(null);
  const [isOpen, setOpen] = useState(false);
  const [error, setError] = useState(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = () => menu.current?.hidePopover();
    window.addEventListener("scroll", close, { passive: true });
    return () => window.removeEventListener("scroll", close);
  }, [isOpen]);
  const toggled = (event) => {
    setOpen(event.newState === "open");
    if (event.newState !== "open") return;
    setError(null);
    placed(button.current, menu.current);
    menu.current.querySelector("[role=menuitem]").focus({ preventScroll: true });
  };
  // request, and what to do with what it answers.
  const act = (request, then) => async () => {
    const { data, error: problem } = await request();
    setError(problem ?? null);
    if (problem) return;
    menu.current?.hidePopover();
    onChanged();
    then?.(data);
  };
  const item = { role: "menuitem", className: "vg-menu-item", tabIndex: -1 };
  return (
    <>
      <button ref={button} type="button" className="vg-icon-btn vg-row-more vg-run-above" popoverTarget={id} aria-haspopup="menu" aria-expanded={isOpen} aria-label={t("runs.more_acts", { title: titleOf(t, run) })} data-testid="run-menu"><Icon of={EllipsisVertical} size={18} /></button>
      <div ref={menu} id={id} popover="auto" role="menu" className="vg-menu vg-row-menu" onToggle={toggled} onKeyDown={walk}>
        <Link to={runOf(run.id)} {...item}><Icon of={SquareArrowOutUpRight} />{t("runs.open")}</Link>
        {isUnderWay(run) && run.status !== "CANCELLING" && <button type="button" {...item} onClick={act(() => cancel(run.id))} data-testid="run-menu-cancel"><Icon of={Ban} />{t("runs.cancel")}</button>}
        {canRetry(run) && run.status !== "COMPLETED" && <button type="button" {...item} onClick={act(() => retry(run.id))} data-testid="run-menu-retry"><Icon of={RotateCcw} />{t("runs.retry")}</button>}
        <button type="button" {...item} onClick={act(() => copy(run.id), (graph) => navigate(graphOf(graph.id)))} data-testid="run-menu-copy"><Icon of={Copy} />{t("runs.copy")}</button>
        {run.graphId && <Link to={graphOf(run.graphId)} {...item} data-testid="run-menu-graph"><Icon of={Workflow} />{t("runs.open_graph")}</Link>}
        {run.projectId && <Link to={projectOf(run.projectId)} {...item} data-testid="run-menu-project"><Icon of={FolderKanban} />{t("runs.open_project")}</Link>}
        {!isUnderWay(run) && <a href={`/api/workflow/receipt/${run.id}`} download {...item} onClick={() => menu.current?.hidePopover()}><Icon of={FileJson} />{t("runs.receipt")}</a>}
        {error && <p className="vg-field-error" role="alert">{t.error(flat(error))} {t.remedy(flat(error))}</p>}
      </div>
    </>
  );
}
