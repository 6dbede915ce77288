// All keys on one sheet (?).
import { X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Icon, joined } from "../settings/parts.jsx";
import { ACTIONS } from "./actions.js";
import { ui } from "./selection.js";

const GROUPS = ["edit", "view", "run", "graph"];
const isMac = () => /mac|iphone|ipad/i.test(navigator.platform ?? "");
const SIGNS = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };
const MORE = { edit: [["walk", ["ArrowLeft", "ArrowUp", "ArrowDown", "ArrowRight"]], ["nudge", ["Alt+←↑↓→"]], ["menu", ["Shift+F10"]]], view: [["pan", ["Space"]]], run: [], graph: [] };

const named = (t, key) => SIGNS[key] ?? (key === "Ctrl" && isMac() ? "⌘" : key.length > 1 && !/^\W/.test(key) ? t.label("key_name", key) : key);

// keys: ["Ctrl+Z"], one beside the other.
export function Keys({ keys, className }) {
  const t = useT();
  return <span className={joined("vg-keys", className)}>{keys.map((one) => <span key={one}>{one.split(/\+(?!$)/).map((key) => <kbd key={key}>{named(t, key)}</kbd>)}</span>)}</span>;
}

export function ShortcutsSheet() {
  const t = useT();
  const isOpen = ui.use((now) => now.isSheet);
  const close = () => ui.set({ isSheet: false });
  const lines = (group) => [...ACTIONS.filter((action) => action.group === group && action.keys).map(({ name, keys }) => [name, keys]), ...MORE[group]];
  return (
    <Dialog open={isOpen} label={t("canvas.sheet")} onClose={close} className="vg-dialog-wide" testId="shortcuts-sheet">
      <header className="vg-sheet-head"><h2>{t("canvas.sheet")}</h2><button type="button" className="vg-icon-btn" onClick={close} aria-label={t("shell.dismiss")}><Icon of={X} size={18} /></button></header>
      <div className="vg-sheet">
        {GROUPS.map((group) => (
          <section key={group} aria-labelledby={`sheet-${group}`}>
            <h3 id={`sheet-${group}`}>{t.label("canvas_group", group)}</h3>
            <dl>{lines(group).map(([name, keys]) => <div key={name}><dt>{t.label("canvas_act", name)}</dt><dd><Keys keys={keys} /></dd></div>)}</dl>
          </section>
        ))}
      </div>
      <p className="vg-hint">{t("canvas.sheet_note")}</p>
    </Dialog>
  );
}
