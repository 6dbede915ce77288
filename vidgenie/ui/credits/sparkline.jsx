// What was used each day, as a line that says in words what it shows.
import { useId } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { EDGE, HEIGHT, placed, summed, WIDTH } from "./curve.js";
import { dayOf, number } from "./words.js";

export function Sparkline({ days }) {
  const t = useT();
  const paint = useId();
  if (!days?.length) return null;
  const { total, top } = summed(days);
  const points = placed(days);
  const line = points.map(([x, y]) => `${x},${y}`).join(" ");
  const [lastX, lastY] = points.at(-1);
  const told = total
    ? t("credits.spark", { days: days.length, used: t("credits.count", { n: total }), day: dayOf(t, top.day), most: number(t, top.used) })
    : t("credits.spark_none", { days: days.length });
  return (
    <figure className="vg-cr-spark" data-testid="credits-sparkline" data-total={total}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={told}>
        <defs><linearGradient id={paint} x1="0" y1="0" x2="0" y2="1"><stop offset="0" stopColor="var(--vg-accent)" stopOpacity="0.26" /><stop offset="1" stopColor="var(--vg-accent)" stopOpacity="0" /></linearGradient></defs>
        <polygon points={`${EDGE},${HEIGHT} ${line} ${WIDTH - EDGE},${HEIGHT}`} fill={`url(#${paint})`} />
        <polyline points={line} fill="none" stroke="var(--vg-accent)" strokeWidth="1.75" strokeLinejoin="round" strokeLinecap="round" vectorEffect="non-scaling-stroke" />
        <line x1={lastX} y1={lastY} x2={lastX} y2={lastY} stroke="var(--vg-accent)" strokeWidth="6" strokeLinecap="round" vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption aria-hidden="true"><span>{t("credits.last_days", { n: days.length })}</span><b className="vg-num">{t("credits.spent_sum", { n: total })}</b></figcaption>
    </figure>
  );
}
