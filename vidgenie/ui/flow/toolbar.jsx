// Above the canvas: which Graph this is, whether it is saved, and what is done most.
import { BoxSelect, Download, Ellipsis, Hand, Keyboard, LayoutGrid, Magnet, Plus, Redo2, Search, StickyNote, Undo2, Upload } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { MenuItem, Popover } from "../board/popover.jsx";
import { Icon, joined } from "../settings/parts.jsx";
import { SaveTemplateDialog, TemplateItems } from "../templates/on_canvas.jsx";
import { act, ACTIONS } from "./actions.js";
import { doc } from "./doc.js";
import { exportGraph } from "./files.js";
import { GraphName, GraphsMenu } from "./graphs_menu.jsx";
import { history, labelText } from "./history.js";
import { ImportButton } from "./import_button.jsx";
import { SaveState } from "./save_state.jsx";
import { stage, ui } from "./selection.js";
import { VersionsButton } from "./versions.jsx";

const keysOf = (name) => ACTIONS.find((action) => action.name === name)?.keys?.[0];
const hint = (words, name) => (keysOf(name) ? `${words} (${keysOf(name)})` : words);

function Tool({ name, icon, testId, words, className, ...rest }) {
  const t = useT();
  const label = words ?? t.label("canvas_act", name);
  return <button type="button" className={joined("vg-icon-btn", className)} aria-label={label} title={hint(label, name)} onClick={() => act(t, name)} data-testid={testId} {...rest}><Icon of={icon} size={17} /></button>;
}

function Steps() {
  const t = useT();
  const { canUndo, canRedo, undoLabel, redoLabel } = history.use();
  const words = (name, label) => (label ? `${t.label("canvas_act", name)}: ${labelText(t, label)}` : t.label("canvas_act", name));
  return (
    <>
      <Tool name="undo" icon={Undo2} testId="undo-button" words={words("undo", undoLabel)} disabled={!canUndo} />
      <Tool name="redo" icon={Redo2} testId="redo-button" words={words("redo", redoLabel)} disabled={!canRedo} />
    </>
  );
}

// What is added by a button goes where it is seen, not under it.
const middle = () => {
  const seen = stage.box?.getBoundingClientRect();
  return seen && stage.flow.screenToFlowPosition({ x: seen.left + seen.width / 2 - 150, y: seen.top + seen.height / 2 - 120 });
};

function More() {
  const t = useT();
  const isSnapping = ui.use((now) => now.isSnapping);
  const then = (close, run) => () => { close(); run(); };
  return (
    <Popover menu label={t("canvas.more")} button={<Icon of={Ellipsis} size={17} />} testId="more-button">
      {(close) => (
        <>
          <MenuItem icon={<Icon of={Download} />} onClick={then(close, exportGraph)} data-testid="export-button">{t("canvas.export")}</MenuItem>
          <div onClick={() => setTimeout(close)}><ImportButton className="vg-menu-item" role="menuitem"><Icon of={Upload} /><span>{t("canvas.import")}<small>{t("canvas.import_hint")}</small></span></ImportButton></div>
          <TemplateItems close={close} />
          <MenuItem icon={<Icon of={StickyNote} />} onClick={then(close, () => act(t, "note", middle()))} data-testid="add-note">{t.label("canvas_act", "note")}</MenuItem>
          <MenuItem icon={<Icon of={Magnet} />} aria-checked={isSnapping} role="menuitemcheckbox" onClick={then(close, () => act(t, "snap"))}>{t.label("canvas_act", "snap")}{isSnapping && " ✓"}</MenuItem>
          <MenuItem icon={<Icon of={Keyboard} />} onClick={then(close, () => act(t, "sheet"))}>{t.label("canvas_act", "sheet")}</MenuItem>
        </>
      )}
    </Popover>
  );
}

export function Toolbar({ isPhone }) {
  const t = useT();
  const isBoxing = ui.use(({ mode }) => mode === "box");
  const isEmpty = doc.use(({ order }) => order.length === 0);
  return (
    <header className="vg-flow-bar" aria-label={t("canvas.toolbar")} role="toolbar">
      <GraphName /><GraphsMenu /><SaveState />
      <span className="vg-flow-tools">
        <Steps />
        {!isPhone && <i className="vg-flow-rule" aria-hidden="true" />}
        {!isPhone && <button type="button" className="vg-btn vg-btn-plain vg-btn-small" onClick={() => act(t, "add", middle())} title={hint(t.label("canvas_act", "add"), "add")} data-testid="add-button"><Icon of={Plus} size={16} />{t("canvas.add")}</button>}
        {!isPhone && <Tool name="box" icon={isBoxing ? BoxSelect : Hand} aria-pressed={isBoxing} testId="mode-button" words={isBoxing ? t("canvas.mode_box") : t("canvas.mode_hand")} />}
        {!isPhone && <Tool name="tidy" icon={LayoutGrid} testId="tidy-button" disabled={isEmpty} />}
        <VersionsButton />
        {!isPhone && <Tool name="commands" icon={Search} testId="commands-button" />}
        {!isPhone && <Tool name="sheet" icon={Keyboard} testId="help-button" className="vg-flow-help" />}
        <More /><SaveTemplateDialog />
      </span>
    </header>
  );
}
