// A circular gauge with something in its middle; `label` says all of it.
import { useId } from "react";

export function Gauge({ percent, label, children }) {
  const paint = useId();
  return (
    <div className="vg-gauge vg-cr-gauge" role="img" aria-label={label} data-percent={percent}>
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <defs><linearGradient id={paint} x1="0" y1="0" x2="0" y2="1"><stop offset="0" stopColor="#5546e0" /><stop offset="0.6" stopColor="#9a3fd5" /><stop offset="1" stopColor="#cf3a7a" /></linearGradient></defs>
        <circle cx="60" cy="60" r="53" className="vg-gauge-track" />
        {percent > 0 && <circle cx="60" cy="60" r="53" pathLength="100" stroke={`url(#${paint})`} strokeDasharray={`${percent} 100`} className="vg-gauge-value" />}
      </svg>
      <div className="vg-cr-gauge-words">{children}</div>
    </div>
  );
}
