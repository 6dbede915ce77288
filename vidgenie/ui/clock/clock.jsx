// Times, counted and written in the browser: no websocket frame a second.
import { useEffect, useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";

const SECOND = 1000;
const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 60]];

const useTick = (on, every) => {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => tick((n) => n + 1), every);
    return () => clearInterval(timer);
  }, [on, every]);
};

const clock = (milliseconds) => {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

// since: epoch ms of the start, 0 when it has not begun; took: ms once it is over;
// now: epoch ms on the server when `since` was sent, so that a wrong local clock does not matter.
// What took less than a second shows nothing.
export function Elapsed({ since, took, now, className }) {
  const [skew, setSkew] = useState(0);
  useEffect(() => { if (now) setSkew(now - Date.now()); }, [now]);
  useTick(Boolean(since) && !took, SECOND / 2);
  if (!since && !took) return null;
  const shown = took || Date.now() + skew - since;
  if (took && took < SECOND) return null;
  return <span className={className} role="timer" aria-live="off">{clock(shown)}</span>;
}

// at: epoch ms. "3 minutes ago" for a day, then the date.
export function Moment({ at, className }) {
  const t = useT();
  useTick(true, 30 * SECOND);
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  if (!at || !mounted) return <time className={className} />;
  const date = new Date(at);
  const ago = (at - Date.now()) / SECOND;
  const exact = new Intl.DateTimeFormat(t.locale, { dateStyle: "long", timeStyle: "short" }).format(date);
  const near = Math.abs(ago) < 86400;
  // Less than a minute is no second at all: "now".
  const [unit, size] = UNITS.find(([, seconds]) => Math.abs(ago) >= seconds) ?? UNITS.at(-1);
  const text = near
    ? new Intl.RelativeTimeFormat(t.locale, { numeric: "auto" }).format(Math.trunc(ago / size), unit)
    : new Intl.DateTimeFormat(t.locale, { dateStyle: "medium" }).format(date);
  return <time className={className} dateTime={date.toISOString()} title={exact}>{text}</time>;
}

// at: epoch ms of a day to come: "in 12 days".
export function DaysUntil({ at, className }) {
  const t = useT();
  const [mounted, setMounted] = useState(false);
  useEffect(() => setMounted(true), []);
  if (!at || !mounted) return <span className={className} />;
  const days = Math.max(0, Math.ceil((at - Date.now()) / 86400000));
  const text = new Intl.RelativeTimeFormat(t.locale, { numeric: "auto" }).format(days, "day");
  return <span className={className}>{text}</span>;
}

// A chosen day (2026-11-22, "" for none) in the page's language: a date field shows it in the browser's.
export function DayWords({ day }) {
  const t = useT();
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day ?? "")) return null;
  return <>{" "}<b className="vg-day-words">{t.date(`${day}T00:00Z`, { dateStyle: "medium", timeZone: "UTC" })}</b></>;
}
