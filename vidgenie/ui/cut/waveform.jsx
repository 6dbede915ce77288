// How loud a sound is from its beginning to its end.
import { useEffect, useState } from "react";
import { call } from "../settings/rest.js";

const COUNT = 120;
const known = new Map(); // asset id -> promise of peaks

const peaksOf = (id) => {
  if (!known.has(id)) {
    known.set(id, call("GET", `/api/assets/${id}/waveform?count=${COUNT}`).then(({ data }) => {
      if (!data?.peaks) known.delete(id);
      return data?.peaks ?? [];
    }));
  }
  return known.get(id);
};

export function Waveform({ asset, className }) {
  const [peaks, setPeaks] = useState([]);
  useEffect(() => {
    let isHere = true;
    peaksOf(asset.id).then((found) => isHere && setPeaks(found));
    return () => { isHere = false; };
  }, [asset.id]);
  const path = peaks.map((peak, at) => { const half = Math.max(0.6, peak * 15); return `M${at * 3 + 1} ${16 - half}V${16 + half}`; }).join("");
  return (
    <svg className={`vg-wave ${className ?? ""}`} viewBox={`0 0 ${COUNT * 3} 32`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
