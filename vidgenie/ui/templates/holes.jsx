// The holes of a Template as a form: texts with their example and a counter, files to be chosen.
import { useId, useState } from "react";
import { AudioLines, FolderOpen, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { OneFile } from "../cut/upload_tile.jsx";
import { Library } from "../flow/library_dialog.jsx";
import { Button, Icon, joined } from "../settings/parts.jsx";
import { lengthOf } from "./filling.js";

const ACCEPT = { image: "image/jpeg,image/png,image/webp", video: "video/*,.mov,.mkv,.mp4,.webm", audio: "audio/*,.mp3,.m4a,.aac,.wav,.ogg,.flac" };
const LINE = 90; // characters: what may be longer gets room for several lines

const labelOf = (t, hole) => hole.label || t("templates.theme");

function TextHole({ hole, value, error, onChange }) {
  const t = useT();
  const id = useId();
  const count = lengthOf(value);
  const isLong = count > hole.longest;
  const isEmpty = hole.required && !value.trim();
  const Tag = hole.longest > LINE ? "textarea" : "input";
  return (
    <div className="vg-field">
      <span className="vg-tpl-label"><label className="vg-label" htmlFor={id}>{labelOf(t, hole)}{!hole.required && <small> {t("templates.optional")}</small>}</label><span className={joined("vg-num", "vg-hint", isLong && "vg-field-error")} data-testid={`hole-${hole.name}-count`}>{t("templates.count", { n: count, most: hole.longest })}</span></span>
      <Tag id={id} className="vg-input" rows={Tag === "textarea" ? 2 : undefined} value={value} placeholder={hole.example} aria-invalid={isLong || isEmpty || Boolean(error)} aria-describedby={`${id}-note`} onChange={(event) => onChange(event.target.value)} data-testid={`hole-${hole.name}`} />
      <p id={`${id}-note`} className="vg-field-error" role={error ? "alert" : undefined}>{error ? `${t.error(error)} ${t.remedy(error)}` : isLong ? t("templates.too_long", { n: count - hole.longest }) : isEmpty ? t("templates.empty_hole") : ""}</p>
    </div>
  );
}

function FileHole({ hole, file, error, onChange }) {
  const t = useT();
  const [isPicking, setPicking] = useState(false);
  const name = labelOf(t, hole);
  const words = { image: t("templates.file_image"), video: t("templates.file_video"), audio: t("templates.file_audio") }[hole.kind];
  return (
    <div className="vg-field" role="group" aria-label={name}>
      <span className="vg-label">{name}</span>
      <div className="vg-tpl-file" data-testid={`hole-${hole.name}`} data-asset={file?.id}>
        {file && (file.thumbnailUrl || file.kind === "image" ? <img src={file.thumbnailUrl || file.url} alt={file.name || name} /> : <Icon of={AudioLines} size={20} />)}
        {file && <span>{file.name || t("form.unnamed")}</span>}
        <OneFile accept={ACCEPT[hole.kind]} label={words} onAsset={onChange} testId={`hole-${hole.name}-upload`} />
        <Button small look="quiet" onClick={() => setPicking(true)} testId={`hole-${hole.name}-library`}><Icon of={FolderOpen} size={14} />{t("form.library")}</Button>
        {file && <button type="button" className="vg-icon-btn" onClick={() => onChange(null)} aria-label={t("templates.take_away", { name })} title={t("templates.take_away", { name })}><Icon of={X} /></button>}
      </div>
      {error ? <p className="vg-field-error" role="alert">{t.error(error)} {t.remedy(error)}</p> : !file && <p className="vg-hint">{t("templates.file_later")}</p>}
      {isPicking && <Library kind={hole.kind} chosen={file?.id} onClose={() => setPicking(false)} onPick={(one) => { setPicking(false); onChange(one); }} />}
    </div>
  );
}

export function Holes({ holes, values, files, wrong, error, onText, onFile }) {
  return holes.map((hole) => (hole.kind === "text"
    ? <TextHole key={hole.name} hole={hole} value={values[hole.name] ?? ""} error={wrong === hole.name ? error : null} onChange={(text) => onText(hole.name, text)} />
    : <FileHole key={hole.name} hole={hole} file={files[hole.name] ?? null} error={wrong === hole.name ? error : null} onChange={(file) => onFile(hole.name, file)} />));
}
