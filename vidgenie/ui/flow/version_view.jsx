// One version, read-only, and what differs between it and what is on the canvas now.
import { lazy, Suspense, useState } from "react";
import { RotateCcw } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Button, Icon, Problem, Waiting } from "../settings/parts.jsx";
import { useResource } from "../settings/rest.js";
import { compare, fieldName, isEqual, nameOf, valueText, wireText } from "./differences.js";
import { doc, path } from "./doc.js";
import { listed } from "./merge.js";
import { restoreVersion } from "./versions_list.js";

const CanvasView = lazy(() => import("./view.jsx").then((module) => ({ default: module.CanvasView })));

const Part = ({ title, children }) => <section><h3>{title}</h3><ul>{children}</ul></section>;

// What has become of the version since.
function Differences({ graph }) {
  const t = useT();
  const now = listed(doc.use());
  const found = compare(graph, now);
  const nodes = new Map([...graph.nodes, ...now.nodes].map((node) => [node.id, node]));
  const wire = (edge) => wireText(t, edge, (id) => nodes.get(id));
  if (isEqual(found)) return <p className="vg-graphs-none" data-testid="version-equal">{t("graph.equal")}</p>;
  return (
    <div className="vg-doc-differences" data-testid="version-differences">
      {found.added.length > 0 && <Part title={t("graph.added")}>{found.added.map((node) => <li key={node.id}>{nameOf(t, node)}</li>)}</Part>}
      {found.removed.length > 0 && <Part title={t("graph.removed")}>{found.removed.map((node) => <li key={node.id}>{nameOf(t, node)}</li>)}</Part>}
      {found.changed.length > 0 && (
        <Part title={t("graph.changed")}>
          {found.changed.map(({ node, fields }) => (
            <li key={node.id}><b>{nameOf(t, node)}</b>{fields.map((field) => <span key={field.name} className="vg-doc-versus"><i>{fieldName(t, field)}</i> <q>{valueText(t, field.from)}</q> → <q>{valueText(t, field.to)}</q></span>)}</li>
          ))}
        </Part>
      )}
      {found.joined.length > 0 && <Part title={t("graph.joined")}>{found.joined.map((edge) => <li key={wire(edge) + edge.targetHandle}>{wire(edge)}</li>)}</Part>}
      {found.parted.length > 0 && <Part title={t("graph.parted")}>{found.parted.map((edge) => <li key={wire(edge) + edge.targetHandle}>{wire(edge)}</li>)}</Part>}
      {found.moved > 0 && <p>{t("graph.moved", { n: found.moved })}</p>}
    </div>
  );
}

export default function VersionView({ number, onClose }) {
  const t = useT();
  const [version, error] = useResource(path(`/versions/${number}`));
  const [isComparing, setComparing] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const restore = async () => { setBusy(true); const isDone = await restoreVersion(number); setBusy(false); if (isDone) onClose(); };
  const name = version?.name || t("graph.version_n", { n: number });
  return (
    <Dialog open label={name} onClose={onClose} className="vg-dialog-wide vg-version-view" testId="version-view">
      <header>
        <h2>{name}</h2>
        <div className="vg-doc-tabs" role="group" aria-label={t("graph.ways")}>
          <Button small look="quiet" aria-pressed={!isComparing} onClick={() => setComparing(false)}>{t("graph.view")}</Button>
          <Button small look="quiet" aria-pressed={isComparing} onClick={() => setComparing(true)} testId="version-compare">{t("graph.compare")}</Button>
        </div>
      </header>
      <Problem error={error} />
      {!version && !error && <Waiting tall={6} />}
      {version && (isComparing ? <Differences graph={version.graph} /> : <div className="vg-version-canvas"><Suspense fallback={<Waiting tall={6} />}><CanvasView graph={version.graph} /></Suspense></div>)}
      <footer>
        <Button look="quiet" onClick={onClose}>{t("graph.close")}</Button>
        <Button look="primary" busy={isBusy} disabled={!version} onClick={restore} testId="version-view-restore"><Icon of={RotateCcw} size={15} />{t("graph.restore")}</Button>
      </footer>
    </Dialog>
  );
}
