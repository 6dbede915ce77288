// The board of one Project: what is read, saved and followed while it is open.
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { PenLine } from "lucide-react";
import { useLocation, useNavigate } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import "../settings/settings.css";
import "../cut/cut.css";
import "../cut/clips.css";
import "../cut/pickers.css";
import "./board.css";
import "./segment.css";
import "./takes.css";
import "./side.css";
import { hush } from "../cut/parts.jsx";
import { guardLeaving } from "../cut/uploads.js";
import { Notice, Waiting } from "../settings/parts.jsx";
import { call } from "../settings/rest.js";
import { DeleteAsk, TemplateAsk } from "./asks.jsx";
import { Compare } from "./compare.jsx";
import { Conflicts } from "./conflict.jsx";
import { Header } from "./header.jsx";
import { follow, told } from "./live.js";
import { readMakers } from "./makers.js";
import { tell } from "./notes.js";
import { board, open, path, useHead } from "./project.js";
import { close, flush, leave, restore } from "./saving.js";
import { Segments } from "./segments.jsx";
import { Side } from "./side.jsx";
import { Stages } from "./stages.jsx";
import { Steps } from "./steps.jsx";
import { Loading, Missing } from "./states.jsx";
import { Toasts } from "./toasts.jsx";
import { Versus } from "./versus.jsx";

// What draws Graphs is large: loaded when somebody looks at one.
const Canvas = lazy(() => import("./canvas.jsx"));

const useProject = (id) => {
  useEffect(() => {
    let stop = () => {};
    let isHere = true;
    readMakers();
    open(id).then(({ progress, error }) => {
      if (!isHere || error) return;
      restore();
      if (progress) told(progress);
      stop = follow();
    });
    const away = () => { if (document.visibilityState === "hidden") leave(); };
    window.addEventListener("pagehide", leave);
    window.addEventListener("online", flush);
    document.addEventListener("visibilitychange", away);
    const unguard = guardLeaving();
    return () => {
      isHere = false;
      close();
      stop();
      hush();
      unguard();
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("online", flush);
      document.removeEventListener("visibilitychange", away);
    };
  }, [id]);
};

function Drafted() {
  const t = useT();
  const isDraft = useHead((head) => head.isDraftScript);
  if (!isDraft) return null;
  return <Notice tone="info" icon={PenLine} data-testid="draft-script"><b>{t("board.draft")}</b> {t("board.draft_text")} <a className="vg-more" href="/settings#keys">{t("board.add_key")}</a></Notice>;
}

function Ready({ graph, onGraph }) {
  const t = useT();
  const go = useNavigate();
  const [view, setView] = useState("board");
  const [isSideOpen, setSideOpen] = useState(false);
  const [asked, setAsked] = useState("");
  const onSide = useCallback(() => setSideOpen((old) => !old), []);
  const onClose = useCallback(() => setSideOpen(false), []);
  const onDelete = useCallback(() => setAsked("delete"), []);
  const onTemplate = useCallback(() => setAsked("template"), []);
  const onDuplicate = useCallback(async () => {
    await flush();
    const { data, error } = await call("POST", path("/duplicate"));
    if (error) tell({ tone: "bad", error });
    else go(`/projects/${data.id}`);
  }, [go]);
  return (
    <div className="vg-board" data-testid="board" data-view={view}>
      <Header view={view} onView={setView} onSide={onSide} isSideOpen={isSideOpen} onDuplicate={onDuplicate} onTemplate={onTemplate} onDelete={onDelete} />
      <Stages />
      <div className="vg-board-columns">
        <div className="vg-board-main" id="board-view" role="tabpanel" aria-labelledby={`view-${view}`} tabIndex={-1}>
          <Conflicts />
          <Drafted />
          {view === "board" && <Segments />}
          {view === "steps" && <Steps />}
          {view === "canvas" && <Suspense fallback={<Waiting tall={8} />}><Canvas graph={graph} onGraph={onGraph} /></Suspense>}
        </div>
        <Side isOpen={isSideOpen} onClose={onClose} />
      </div>
      <Compare />
      <Versus />
      <DeleteAsk open={asked === "delete"} onClose={() => setAsked("")} />
      <TemplateAsk open={asked === "template"} onClose={() => setAsked("")} />
      <p className="vg-sr">{t("board.keys")}</p>
    </div>
  );
}

export function ProjectBoard({ graph, onGraph }) {
  const { pathname } = useLocation();
  const id = pathname.split("/")[2] ?? "";
  useProject(id);
  const shown = board.use(({ id: of, status }) => (of === id ? status : "loading"));
  const error = board.use((value) => value.error);
  return (
    <>
      {shown === "ready" ? <Ready key={id} graph={graph} onGraph={onGraph} /> : shown === "loading" ? <Loading /> : <Missing status={shown} error={error} />}
      <Toasts />
    </>
  );
}
