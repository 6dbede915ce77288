// How far the work of a node is.
import { useT } from "$/utils/vidgenie_i18n";

const PROGRESS = "\u202f%";

export function Progress({ id, live }) {
  const t = useT();
  const n = live?.progress ?? 0;
  return (
    <div className="vg-node-progress" role="progressbar" aria-label={t("flow.progress")} aria-valuemin={0} aria-valuemax={100} aria-valuenow={n} data-testid={`node-${id}-progress`} hidden={live?.status !== "loading"}>
      <i style={{ width: `${n}%` }} /><span>{n}{PROGRESS}</span>
    </div>
  );
}
