// Templates from the canvas: two entries for its menu, and the dialog that saves the Graph as one.
import { BookmarkPlus, LayoutTemplate } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { MenuItem } from "../board/popover.jsx";
import { store } from "../cut/store.js";
import { doc } from "../flow/doc.js";
import { Icon } from "../settings/parts.jsx";
import SaveTemplate from "./save_dialog.jsx";

const saving = store({ isOpen: false });

// Opens the dialog; also for a command.
export const saveAsTemplate = () => saving.set({ isOpen: true });

// close: of the menu they stand in.
export function TemplateItems({ close }) {
  const t = useT();
  const isEmpty = doc.use(({ order }) => order.length === 0);
  return (
    <>
      <MenuItem icon={<Icon of={LayoutTemplate} />} onClick={() => { close(); window.location.assign("/templates"); }} data-testid="templates-link">{t("templates.title")}</MenuItem>
      <MenuItem icon={<Icon of={BookmarkPlus} />} disabled={isEmpty} onClick={() => { close(); saveAsTemplate(); }} data-testid="save-as-template">{t("templates.save_as")}</MenuItem>
    </>
  );
}

export function SaveTemplateDialog() {
  const isOpen = saving.use((now) => now.isOpen);
  const id = doc.use((now) => now.id);
  const { nodes, order } = doc.get();
  return <SaveTemplate open={isOpen} graphId={id} nodes={isOpen ? order.map((one) => nodes[one]) : []} onClose={() => saving.set({ isOpen: false })} />;
}
