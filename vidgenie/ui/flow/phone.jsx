// Small screens: the Nodes in one column, in the order in which they run, with all of their card; joined by lists.
import { memo } from "react";
import { ArrowDown, ArrowUp, Copy, Ellipsis, EyeOff, PenLine, Plus, SkipForward, StepForward, Trash2 } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { MenuItem, Popover } from "../board/popover.jsx";
import { Icon, joined } from "../settings/parts.jsx";
import { Badge } from "./badge.jsx";
import { typeOf, useCatalog } from "./catalog.js";
import { duplicate, moveNodes, removeNodes, toggle } from "./commands.js";
import { doc } from "./doc.js";
import { Form } from "./form.jsx";
import { TypeIcon } from "./icon.jsx";
import { inputsOf } from "./inputs.js";
import { isUnderWay, live, useLive } from "./live.js";
import { titleOf } from "./names.js";
import { Notes } from "./node_notes.jsx";
import { Output } from "./output.jsx";
import { Takes } from "./phone_wires.jsx";
import { priceText, usePrices } from "./planning.js";
import { Placeholder } from "./placeholder.jsx";
import { Questions } from "./result.jsx";
import { runFrom, runOnly } from "./running.js";
import { openPalette, pick, ui } from "./selection.js";
import { useNodeState, useStatus } from "./standing.js";
import { useOrder, useShown } from "./steps.jsx";
import { Title } from "./title.jsx";

const PERCENT = "\u202f%";
const BELOW = 120; // px under the lowest Node

// Two that do not read from each other change places.
const swap = (id, other) => {
  const { nodes } = doc.get();
  moveNodes([{ id, ...nodes[other].position }, { id: other, ...nodes[id].position }]);
};
const reads = (edges, id, other) => edges.some(({ source, target }) => (source === id && target === other) || (source === other && target === id));

// act: how a line closes the menu and does what it says.
function Runs({ node, act }) {
  const t = useT();
  const isFree = live.use((value) => !value.asked && !isUnderWay(value.run));
  const prices = usePrices(node.disabled ? null : node.id);
  const able = isFree && !node.disabled;
  return (
    <>
      <MenuItem icon={<Icon of={SkipForward} />} aside={priceText(t, prices.from)} disabled={!able} onClick={act(() => runFrom(node.id, prices.from))}>{t("running.from")}</MenuItem>
      <MenuItem icon={<Icon of={StepForward} />} aside={priceText(t, prices.only)} disabled={!able} onClick={act(() => runOnly(node.id, prices.only))}>{t("running.only")}</MenuItem>
    </>
  );
}

function Menu({ node, before, after }) {
  const t = useT();
  const edges = doc.use((value) => value.edges);
  const canSwap = (other) => Boolean(other) && !reads(edges, node.id, other);
  return (
    <Popover menu label={t("running.node_menu", { name: titleOf(t, node) })} button={<Icon of={Ellipsis} size={18} />} look="vg-icon-btn vg-column-more" testId={`node-${node.id}-menu`}>
      {(close) => {
        const act = (run) => () => { close(); run(); };
        return (
          <>
            {node.type !== "note" && <Runs node={node} act={act} />}
            <MenuItem icon={<Icon of={PenLine} />} onClick={act(() => ui.set({ renaming: node.id }))}>{t("running.rename")}</MenuItem>
            <MenuItem icon={<Icon of={ArrowUp} />} disabled={!canSwap(before)} onClick={act(() => swap(node.id, before))} data-testid={`node-${node.id}-up`}>{t("running.up")}</MenuItem>
            <MenuItem icon={<Icon of={ArrowDown} />} disabled={!canSwap(after)} onClick={act(() => swap(node.id, after))} data-testid={`node-${node.id}-down`}>{t("running.down")}</MenuItem>
            <MenuItem icon={<Icon of={Copy} />} onClick={act(() => duplicate([node.id]))}>{t("running.duplicate")}</MenuItem>
            <MenuItem icon={<Icon of={EyeOff} />} onClick={act(() => toggle([node.id]))}>{node.disabled ? t("running.enable") : t("running.disable")}</MenuItem>
            <MenuItem icon={<Icon of={Trash2} />} tone="bad" onClick={act(() => removeNodes([node.id]))} data-testid={`node-${node.id}-remove`}>{t("running.remove")}</MenuItem>
          </>
        );
      }}
    </Popover>
  );
}

function Progress({ id }) {
  const t = useT();
  const { status, progress } = useLive(id);
  return <div className="vg-node-progress" role="progressbar" aria-label={t("flow.progress")} aria-valuemin={0} aria-valuemax={100} aria-valuenow={progress} data-testid={`node-${id}-progress`} hidden={status !== "loading"}><i style={{ width: `${progress}%` }} /><span>{progress}{PERCENT}</span></div>;
}

const Card = memo(function Card({ id, before, after }) {
  const t = useT();
  useCatalog();
  const node = useShown(id);
  const run = useLive(id);
  const status = useStatus(id);
  const state = useNodeState(id);
  const visited = live.use(({ visiting }) => visiting?.graph ?? null);
  const isLocked = doc.use((value) => value.isLocked) || Boolean(visited);
  const isPicked = ui.use(({ selected }) => selected.includes(id));
  if (!node) return null;
  const type = typeOf(node.type);
  const form = visited ? { node, inputs: inputsOf(visited.edges, id) } : {};
  return (
    <section className={joined("vg-node", "vg-node-narrow", "vg-column-card", `vg-node-${status}`, run.question && "vg-node-doubt", node.disabled && "vg-node-off", !type && "vg-node-unknown")} data-testid={`node-${id}`} data-type={node.type} data-status={status} data-state={state || undefined} data-selected={isPicked} aria-busy={status === "loading"} aria-label={titleOf(t, node)} onFocus={() => !visited && pick([id])}>
      <header className="vg-node-head">
        <span className="vg-node-icon"><TypeIcon name={type?.icon} /></span>
        {visited ? <h3 className="vg-node-title">{titleOf(t, node)}</h3> : <Title node={node} locked={isLocked} />}
        <span className="vg-node-side"><span data-testid={`node-${id}-badge`}><Badge id={id} /></span>{!isLocked && <Menu node={node} before={before} after={after} />}</span>
      </header>
      <div className="vg-node-body">
        {!visited && type && <Takes node={node} locked={isLocked} />}
        {type ? <Form id={id} locked={isLocked} {...form} /> : <Placeholder node={node} />}
        {type && <Output id={id} />}
        <Notes id={id} />
      </div>
      <Progress id={id} />
    </section>
  );
});

const lowest = () => {
  const all = Object.values(doc.get().nodes);
  return { x: Math.min(0, ...all.map(({ position }) => position.x)), y: Math.max(0, ...all.map(({ position }) => position.y)) + BELOW };
};

export function Phone() {
  const t = useT();
  const order = useOrder();
  const isVisiting = live.use((value) => Boolean(value.visiting));
  const isLocked = doc.use((value) => value.isLocked);
  return (
    <div className="vg-column" role="group" aria-label={t("flow.canvas")} data-testid="phone">
      <Questions isLarge />
      {order.map((id, index) => <Card key={id} id={id} before={order[index - 1]} after={order[index + 1]} />)}
      {!isVisiting && !isLocked && <button type="button" className="vg-btn vg-btn-plain vg-column-add" onClick={() => openPalette({ at: lowest(), wire: null })} data-testid="add-button"><Icon of={Plus} size={17} />{t("running.add")}</button>}
    </div>
  );
}
