// A node of a type this installation does not know: it keeps its values, and can be moved, copied and deleted.
import { useT } from "$/utils/vidgenie_i18n";

const short = (value) => (typeof value === "string" ? value : JSON.stringify(value) ?? "");
const MOST = 8; // values that are shown

export function Placeholder({ node }) {
  const t = useT();
  const values = Object.entries(node.params).slice(0, MOST);
  return (
    <div className="vg-node-unknown-body" data-testid={`node-${node.id}-unknown`}>
      <p>{t("canvas.unknown_type", { type: node.type })}</p>
      {values.length > 0 && <dl className="nowheel">{values.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{short(value)}</dd></div>)}</dl>}
    </div>
  );
}
