// The editor of Graphs: what is read, saved and followed while one is open, and what stands around its canvas.
import { useCallback, useEffect, useRef } from "react";
import { ReactFlowProvider } from "@xyflow/react";
import { useLocation } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import "../settings/settings.css";
import "../board/board.css";
import "./canvas.css";
import { Problem, Waiting } from "../settings/parts.jsx";
import { useArriving } from "./arriving.js";
import { Canvas } from "./canvas.jsx";
import { loadCatalog } from "./catalog.js";
import { CommandPalette } from "./command_palette.jsx";
import { ConflictBanner, Gone } from "./conflict.jsx";
import { doc } from "./doc.js";
import { useFileDrop } from "./files.js";
import { ImportPreview } from "./import_preview.jsx";
import { Joiner } from "./joiner.jsx";
import { useDocument } from "./leaving.js";
import { live } from "./live.js";
import { Menu } from "./menu.jsx";
import { useIsNarrow } from "./narrow.js";
import { Palette } from "./palette.jsx";
import { Phone } from "./phone.jsx";
import { RunBar } from "./run_bar.jsx";
import { reset, said, ui } from "./selection.js";
import { useShortcuts } from "./shortcuts.js";
import { ShortcutsSheet } from "./shortcuts_sheet.jsx";
import { forgetSizes } from "./sizes.js";
import { Steps } from "./steps.jsx";
import { Toasts } from "./toasts.jsx";
import { Toolbar } from "./toolbar.jsx";
import { VersionsPanel } from "./versions.jsx";
import { Visit } from "./visit.jsx";

function Announcer() {
  const { text, n } = said.use();
  return <p className="vg-sr" role="status" aria-live="polite" data-testid="announcer">{text}{n % 2 ? "\u00a0" : ""}</p>;
}

const Side = () => ui.use(({ panel }) => panel === "steps") && <Steps />;

function Ready() {
  const t = useT();
  const box = useRef(null);
  const isNarrow = useIsNarrow(box);
  const [isOver, dropping] = useFileDrop();
  const isVisiting = live.use(({ visiting }) => Boolean(visiting));
  useShortcuts(t);
  return (
    <div ref={box} className="vg-flow" data-testid="editor" data-narrow={isNarrow} {...dropping}>
      <Toolbar isPhone={isNarrow} />
      <ConflictBanner />
      <div className="vg-flow-main">
        <div className="vg-flow-stage">
          {isNarrow ? <Phone /> : isVisiting ? <Visit /> : <Canvas />}
          {isOver && <p className="vg-flow-drop" aria-hidden="true">{t("canvas.drop_here")}</p>}
          <RunBar />
        </div>
        {!isNarrow && <Side />}
        <VersionsPanel />
      </div>
      <Palette /><Joiner /><CommandPalette /><Menu /><ShortcutsSheet /><ImportPreview />
    </div>
  );
}

const Loading = () => <div className="vg-create-waiting" aria-hidden="true">{[0, 1, 2, 3].map((n) => <div key={n} className="vg-flow-waiting"><Waiting tall={4} /></div>)}</div>;

function Missing({ error }) {
  const t = useT();
  return (
    <div className="vg-flow-missing" data-testid="graph-missing">
      {error && error.code !== "not_found" && error.code !== "invalid_input" ? <Problem error={error} /> : <p>{t("canvas.missing")}</p>}
      <a className="vg-btn vg-btn-plain" href="/create">{t("canvas.to_current")}</a>
    </div>
  );
}

export function GraphEditor() {
  const { pathname } = useLocation();
  const id = pathname.split("/")[2] ?? "";
  useDocument(id);
  useArriving();
  useEffect(() => { loadCatalog(); }, []);
  const { status, error, id: open } = doc.use(useCallback((now) => now, []));
  useEffect(() => { reset(); forgetSizes(); }, [open]);
  const isThere = status === "ready" && (!id || open === id);
  return (
    <ReactFlowProvider key={open}>
      {isThere ? <Ready /> : status === "gone" ? <Gone /> : status === "loading" || (id && open !== id && status === "ready") ? <Loading /> : <Missing error={error} />}
      <Announcer />
      <Toasts />
    </ReactFlowProvider>
  );
}
