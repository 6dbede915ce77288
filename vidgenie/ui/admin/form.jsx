// What every dialog of the admin pages has: when it begins, why, and the two buttons.
import { useId } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Field, placeOf, Problem } from "../settings/parts.jsx";
import { localMoment } from "./words.js";

const HOUR = 3600000;
const FIELDS = new Set(["startsAt", "note", "credits", "cents", "title", "slug", "action", "provider", "amount", "reason", "currency", "isOffered", "titleFr", "position", "isUnlimited"]);

// The error of one field, null for the others; what belongs to none is shown above.
export const errorOf = (error, field) => (placeOf(error) === field ? error : null);
export const General = ({ error }) => <Problem error={FIELDS.has(placeOf(error)) ? null : error} testId="admin-problem" />;

// at: "" = now, else as <input type="datetime-local"> has it.
export function Begins({ at, onChange, error }) {
  const t = useT();
  const name = useId();
  const soon = () => localMoment(Math.ceil((Date.now() + HOUR) / HOUR) * HOUR);
  return (
    <fieldset className="vg-field vg-ad-begins">
      <legend className="vg-label">{t("admin.begins")}</legend>
      <div className="vg-ad-choice">
        <label><input type="radio" name={name} checked={at === ""} onChange={() => onChange("")} data-testid="begins-now" />{t("admin.begins_now")}</label>
        <label><input type="radio" name={name} checked={at !== ""} onChange={() => onChange(soon())} data-testid="begins-later" />{t("admin.begins_later")}</label>
      </div>
      {at !== "" && <Field label={t("admin.begins_at")} type="datetime-local" required value={at} min={localMoment(Date.now())} onChange={(event) => onChange(event.target.value || soon())} error={errorOf(error, "startsAt")} hint={t("admin.in_words", { date: t.date(at, { dateStyle: "full", timeStyle: "short" }) })} testId="begins-at" />}
    </fieldset>
  );
}

export const Note = ({ value, onChange, error, label, hint, field = "note" }) => (
  <Field label={label} hint={hint} required maxLength={200} autoComplete="off" value={value} onChange={(event) => onChange(event.target.value)} error={errorOf(error, field)} testId="admin-note" />
);

export function Buttons({ busy, onClose, yes, look = "primary", disabled }) {
  const t = useT();
  return (
    <div className="vg-ad-buttons">
      <Button onClick={onClose}>{t("admin.close")}</Button>
      <button type="submit" className={`vg-btn vg-btn-${look}`} aria-busy={busy || undefined} disabled={disabled} data-testid="admin-save">
        {busy && <i className="vg-spin" aria-hidden="true" />}{yes}
      </button>
    </div>
  );
}

export const isoOf = (at) => (at ? new Date(at).toISOString() : null);
