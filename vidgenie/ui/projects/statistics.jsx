// What was made so far, in numbers; some of them show what they count.
import { CircleCheck, Clapperboard, Coins, FolderKanban, LoaderCircle } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon, joined } from "../settings/parts.jsx";
import { secondsText } from "./words.js";

function Card({ icon, name, value, label, note, tone, isOn, onClick }) {
  const inside = (
    <>
      <span className="vg-stat-icon"><Icon of={icon} size={18} className={tone === "live" ? "vg-turn" : undefined} /></span>
      <span className="vg-stat-words"><b className="vg-num">{value}</b><span>{label}</span>{note && <small>{note}</small>}</span>
    </>
  );
  const shared = { className: joined("vg-stat", tone && `vg-stat-${tone}`), "data-testid": `projects-stat-${name}` };
  if (!onClick) return <li><div {...shared}>{inside}</div></li>;
  return <li><button type="button" aria-pressed={isOn} onClick={onClick} {...shared}>{inside}</button></li>;
}

export function Statistics({ data, status, onStatus }) {
  const t = useT();
  if (!data) return <div className="vg-skeleton vg-stats-wait" aria-hidden="true" />;
  const number = new Intl.NumberFormat(t.locale);
  const by = (name) => ({ isOn: status === name, onClick: () => onStatus(status === name ? "" : name) });
  return (
    <ul className="vg-stats" aria-label={t("projects.statistics")}>
      <Card icon={FolderKanban} name="total" value={number.format(data.total)} label={t("projects.stat_total")} note={data.draft ? t("projects.stat_drafts", { n: data.draft }) : ""} isOn={false} onClick={() => onStatus("")} />
      <Card icon={LoaderCircle} name="generating" value={number.format(data.generating)} label={t("projects.stat_generating")} tone={data.generating ? "live" : ""} {...by("generating")} />
      <Card icon={CircleCheck} name="completed" value={number.format(data.completed)} label={t("projects.stat_completed")} tone="good" note={data.failed ? t("projects.stat_failed", { n: data.failed }) : ""} {...by("completed")} />
      <Card icon={Clapperboard} name="videos" value={number.format(data.videos)} label={t("projects.stat_videos")} note={data.seconds ? t("projects.stat_minutes", { length: secondsText(t, Math.round(data.seconds)) }) : ""} />
      <Card icon={Coins} name="credits" value={number.format(data.credits)} label={t("projects.stat_credits")} />
    </ul>
  );
}
