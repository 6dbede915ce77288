// Where a platform lays its own buttons and texts over a video. zone: {top, right, bottom, left}, parts of the frame.
import { useT } from "$/utils/vidgenie_i18n";
import { joined } from "../settings/parts.jsx";

export const PLATFORMS = { tiktok: "TikTok", reels: "Reels", shorts: "Shorts" };

const percent = (part) => `${(part ?? 0) * 100}%`;

export function SafeZones({ zone }) {
  if (!zone) return null;
  return (
    <div className="vg-safe" aria-hidden="true">
      <i style={{ inset: `0 0 auto 0`, height: percent(zone.top) }} />
      <i style={{ inset: `auto 0 0 0`, height: percent(zone.bottom) }} />
      <i style={{ left: 0, width: percent(zone.left), top: percent(zone.top), bottom: percent(zone.bottom) }} />
      <i style={{ right: 0, width: percent(zone.right), top: percent(zone.top), bottom: percent(zone.bottom) }} />
      <b style={{ inset: `${percent(zone.top)} ${percent(zone.right)} ${percent(zone.bottom)} ${percent(zone.left)}` }} />
    </div>
  );
}

// value: the platform whose overlay is shown, "" for none.
export function SafeZonePick({ zones, value, onChange }) {
  const t = useT();
  const known = Object.keys(PLATFORMS).filter((platform) => zones?.[platform]);
  if (!known.length) return null;
  return (
    <div className="vg-safe-pick" role="group" aria-label={t("cut.safe")}>
      {known.map((platform) => (
        <button key={platform} type="button" className={joined("vg-chip", "vg-safe-chip")} aria-pressed={value === platform} title={t("cut.safe_of", { platform: PLATFORMS[platform] })} onClick={() => onChange(value === platform ? "" : platform)} data-testid={`cut-safe-${platform}`}>{PLATFORMS[platform]}</button>
      ))}
    </div>
  );
}
