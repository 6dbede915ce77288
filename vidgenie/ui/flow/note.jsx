// Words beside the nodes, on coloured paper.
import { useEffect, useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { joined } from "../settings/parts.jsx";
import { setParams } from "./commands.js";
import { sizeOf } from "./sizes.js";
import { Title } from "./title.jsx";

const COLOURS = ["yellow", "blue", "green", "pink", "grey"]; // nodes/note.py
const LONGEST = 4000; // characters, nodes/note.py

const colourOf = (node) => (COLOURS.includes(node.params.colour) ? node.params.colour : COLOURS[0]);

export function Paper({ node, isPicked, isFar, locked, about }) {
  const t = useT();
  const text = String(node.params.text ?? "");
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  const type = (event) => {
    setTyped(event.target.value);
    setParams(node.id, { text: event.target.value }, { typing: true });
  };
  const { width, height } = sizeOf(node);
  return (
    <section {...about} className={joined("vg-paper", `vg-paper-${colourOf(node)}`, isFar && "vg-paper-far", isPicked && "vg-node-picked")} style={{ width: "100%", height: "100%", minWidth: width, minHeight: height }}>
      {node.title && <Title node={node} locked={locked} />}
      {isFar ? <p>{typed}</p> : <textarea className="nodrag nowheel" value={typed} disabled={locked} maxLength={LONGEST} onChange={type} placeholder={t("canvas.note_placeholder")} aria-label={t("canvas.note_label")} data-first data-testid={`note-${node.id}-text`} />}
      {isPicked && !locked && !isFar && (
        <div className="vg-paper-colours nodrag" role="group" aria-label={t("canvas.note_colour")}>
          {COLOURS.map((colour) => <button key={colour} type="button" className={`vg-paper-${colour}`} aria-pressed={colour === colourOf(node)} aria-label={t.label("paper", colour)} title={t.label("paper", colour)} onClick={() => setParams(node.id, { colour })} />)}
        </div>
      )}
    </section>
  );
}
