// All versions of a price or a product, and when the next one begins.
import { CalendarClock } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Badge, Sure } from "../settings/parts.jsx";
import { authorName, dateTime, scheduled, soonDate } from "./words.js";

const TONES = { current: "good", scheduled: "accent", past: "", cancelled: "warn" };

// The next change, as "12 credits from 1 Dec"; `say` writes one version.
export function Next({ versions, say }) {
  const t = useT();
  const waiting = scheduled(versions);
  if (!waiting.length) return null;
  const next = waiting.at(-1); // the latest to begin stands first
  return (
    <span className="vg-badge vg-badge-accent vg-ad-next">
      <CalendarClock size={12} aria-hidden="true" />
      {t("admin.from", { what: say(next), date: soonDate(t, next.startsAt) })}{waiting.length > 1 && ` +${waiting.length - 1}`}
    </span>
  );
}

const when = (t, { standing, startsAt }) => {
  const date = dateTime(t, startsAt);
  if (standing === "cancelled") return t("admin.would_start", { date });
  return standing === "scheduled" ? t("admin.starts", { date }) : t("admin.since", { date });
};

export function Versions({ versions, say, busy, onCancel, label }) {
  const t = useT();
  return (
    <ol className="vg-ad-versions" aria-label={label}>
      {versions.map((one) => (
        <li key={one.id || one.startsAt} data-testid="price-version" data-standing={one.standing}>
          <Badge tone={TONES[one.standing]}>{t.label("admin_word", one.standing)}</Badge>
          <b className="vg-num">{say(one)}</b>
          <span className="vg-ad-when">{when(t, one)}</span>
          <span className="vg-ad-who">{authorName(t, one.author)}{one.note && <> · <q>{one.note}</q></>}</span>
          {one.cancelledAt && <span className="vg-ad-gone">{t("admin.cancelled_by", { who: authorName(t, one.cancelledBy), date: dateTime(t, one.cancelledAt) })}</span>}
          {one.standing === "scheduled" && (
            <Sure busy={busy} question={t("admin.cancel_sure")} yes={t("admin.cancel_yes")} onYes={() => onCancel(one.id)} testId="version-cancel">{t("admin.cancel_version")}</Sure>
          )}
        </li>
      ))}
    </ol>
  );
}
