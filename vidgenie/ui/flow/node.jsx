// A node on the canvas: its frame, ports, title, state, and inside its form and what it made.
// React Flow draws the frame again while it is dragged; the card inside is not.
import { memo, useCallback } from "react";
import { NodeResizer, useStore } from "@xyflow/react";
import { EyeOff } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Badge as Tag, joined } from "../settings/parts.jsx";
import { Badge } from "./badge.jsx";
import { catalog, makerOf, priceOf, typeOf } from "./catalog.js";
import { resize } from "./commands.js";
import { doc, useNode } from "./doc.js";
import { Form } from "./form.jsx";
import { TypeIcon } from "./icon.jsx";
import { useLive } from "./live.js";
import { titleOf } from "./names.js";
import { Notes } from "./node_notes.jsx";
import { Paper } from "./note.jsx";
import { Output } from "./output.jsx";
import { Placeholder } from "./placeholder.jsx";
import { Ports, portsOf } from "./ports.jsx";
import { Progress } from "./progress.jsx";
import { FAR, isNote, LEAST, leastHeight, sizeOf } from "./sizes.js";
import { useNodeState, useStatus } from "./standing.js";
import { Title } from "./title.jsx";

const isFarOf = ({ transform }) => transform[2] < FAR;

function Price({ node }) {
  const t = useT();
  catalog.use();
  if (makerOf(node.type, node.params.provider)?.demo) return <Tag title={t("create.demo_title")}>{t("create.demo")}</Tag>;
  const credits = priceOf(node);
  return credits > 0 ? <Tag tone="accent">{t("credits.short", { n: credits })}</Tag> : null;
}

// At a distance: its picture in words, large enough to be read.
const Distant = ({ node, name, icon }) => <div className="vg-node-far" style={{ height: sizeOf(node).height - 4 }}><TypeIcon name={icon} size={44} /><b>{name}</b></div>;

function Inside({ node, type, locked }) {
  return (
    <div className="vg-node-body">
      {type ? <Form id={node.id} locked={locked} /> : <Placeholder node={node} />}
      {type && <Output id={node.id} />}
      <Notes id={node.id} />
    </div>
  );
}

const Card = memo(function Card({ id, isPicked, isFar }) {
  const t = useT();
  const node = useNode(id);
  catalog.use();
  const edges = doc.use(useCallback((now) => (typeOf(now.nodes[id]?.type) ? null : now.edges), [id]));
  const locked = doc.use((now) => now.isLocked);
  const live = useLive(id);
  const state = useNodeState(id);
  const status = useStatus(id);
  if (!node) return null;
  const type = typeOf(node.type);
  const name = titleOf(t, node);
  const about = { "data-testid": `node-${id}`, "data-type": node.type, "data-status": status, "data-state": state || undefined, "data-selected": isPicked, tabIndex: -1, "aria-label": t("canvas.node_label", { name }) };
  if (isNote(node)) return <Paper node={node} isPicked={isPicked} isFar={isFar} locked={locked} about={about} />;
  const ports = portsOf(node, edges ?? []);
  const count = Math.max(ports.inputs.length, ports.outputs.length);
  return (
    <section {...about} className={joined("vg-node", `vg-node-${status}`, live?.question && "vg-node-doubt", node.disabled && "vg-node-off", !type && "vg-node-unknown", isPicked && "vg-node-picked", isFar && "vg-node-distant")} style={{ minHeight: leastHeight(count) }} aria-busy={status === "loading"} data-disabled={node.disabled || undefined}>
      <Ports id={id} ports={ports} side="inputs" />
      {isFar ? <Distant node={node} name={name} icon={type?.icon} /> : (
        <>
          <header className="vg-node-head">
            <span className="vg-node-icon"><TypeIcon name={type?.icon} /></span>
            <Title node={node} locked={locked} />
            <span className="vg-node-side">
              {node.disabled && <Tag title={t("canvas.disabled_title")}><EyeOff size={12} aria-hidden="true" />{t("canvas.disabled")}</Tag>}
              <Price node={node} />
              <span data-testid={`node-${id}-badge`}><Badge id={id} /></span>
            </span>
          </header>
          <Inside node={node} type={type} locked={locked} />
        </>
      )}
      <Progress id={id} live={live} />
      <Ports id={id} ports={ports} side="outputs" />
    </section>
  );
});

export const Node = memo(function Node({ id, selected }) {
  const isFar = useStore(isFarOf);
  const canResize = doc.use(useCallback((now) => isNote(now.nodes[id]) && !now.isLocked, [id]));
  return (
    <>
      {canResize && <NodeResizer isVisible={selected} minWidth={LEAST.width} minHeight={LEAST.height} onResizeEnd={(_, size) => resize(id, size)} />}
      <Card id={id} isPicked={selected} isFar={isFar} />
    </>
  );
});
