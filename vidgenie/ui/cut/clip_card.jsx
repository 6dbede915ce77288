// One clip: what it shows, how long it is, what is said during it; the rest unfolds.
import { useId, useState } from "react";
import { Copy, GripVertical, Image, Mic, SlidersHorizontal, Trash2, TriangleAlert, Volume2 } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Badge, Icon } from "../settings/parts.jsx";
import { ClipDetails } from "./clip_details.jsx";
import { changeClip, draft, duplicateClip, removeClip } from "./draft.js";
import { lengthText, MOST_LETTERS, ownSeconds } from "./lengths.js";
import { speechOf, useKnown } from "./spoken.js";
import { select, stage } from "./stage.js";
import { spelled } from "./words.js";

// How long the text takes to say, and what follows from it.
function Spoken({ id, clip, speech, isMute }) {
  const t = useT();
  if (!clip.text.trim() && !clip.recording) return <p id={id} className="vg-clip-said">{t("cut.text_none")}</p>;
  if (isMute && !clip.recording) return <p id={id} className="vg-clip-said">{t("cut.text_mute")}</p>;
  const isLonger = speech.shown > ownSeconds(clip) + 0.05;
  const length = lengthText(t, speech.seconds);
  return (
    <p id={id} className="vg-clip-said" data-longer={isLonger || undefined}>
      {speech.isExact ? t("cut.said_exact", { length }) : t("cut.said_about", { length })}
      {isLonger ? ` · ${t("cut.prolonged", { length: lengthText(t, speech.shown) })}` : speech.tempo > 1.02 && ` · ${t("cut.faster")}`}
    </p>
  );
}

// Another spelling stays with its word, until the text before it changes.
const kept = ({ text, edits }, typed, language) => {
  if (!edits.length) return edits;
  const [before, now] = [spelled(text, language), spelled(typed, language)];
  return edits.filter(({ word }) => before[word] === now[word]);
};

export function ClipCard({ clip, at, total, onStep, grip }) {
  const t = useT();
  const id = useId();
  const values = draft.use();
  const isSelected = stage.use(({ selected }) => selected === clip.uid);
  const [isOpen, setOpen] = useState(false);
  const speech = speechOf(clip, values, useKnown());
  const { asset } = clip;
  const name = t("cut.clip_name", { n: at + 1 });
  const isClip = asset.kind === "video";

  const onKeyDown = (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    onStep(event.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <article className="vg-clip" data-selected={isSelected || undefined} data-testid={`cut-clip-${at}`} aria-label={name} onFocus={() => select(clip.uid)} onPointerDown={() => select(clip.uid)} onKeyDown={onKeyDown}>
      <div className="vg-clip-head">
        <button type="button" className="vg-clip-grip" {...grip} aria-label={t("cut.grip", { name, place: at + 1, total })} title={t("cut.grip_title")} aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown" data-testid={`cut-grip-${at}`}><Icon of={GripVertical} size={15} /></button>
        <span className="vg-clip-poster">
          {asset.thumbnailUrl ? <img src={asset.thumbnailUrl} alt="" loading="lazy" draggable="false" /> : <Icon of={Image} size={18} />}
          <i>{at + 1}</i>
        </span>
        <div className="vg-clip-facts">
          <p title={asset.name}>{asset.name || name}</p>
          <span>
            <Badge>{isClip ? lengthText(t, asset.seconds ?? 0) : t("cut.picture")}</Badge>
            {clip.keepSound && <Badge icon={Volume2} title={t("cut.keep_sound")}><span className="vg-sr">{t("cut.keep_sound")}</span></Badge>}
            {clip.recording && <Badge tone="accent" icon={Mic}>{t("cut.recording")}</Badge>}
          </span>
        </div>
        <div className="vg-clip-actions">
          <button type="button" className="vg-icon-btn" aria-expanded={isOpen} aria-controls={`${id}-more`} aria-label={t("cut.clip_more", { name })} title={t("cut.clip_more_title")} onClick={() => setOpen(!isOpen)} data-testid={`cut-more-${at}`}><Icon of={SlidersHorizontal} size={15} /></button>
          <button type="button" className="vg-icon-btn" aria-label={t("cut.duplicate", { name })} title={t("cut.duplicate_title")} onClick={() => duplicateClip(clip.uid)} data-testid={`cut-duplicate-${at}`}><Icon of={Copy} size={15} /></button>
          <button type="button" className="vg-icon-btn vg-set-remove" aria-label={t("cut.remove", { name })} title={t("cut.remove_title")} onClick={() => removeClip(clip.uid)} data-testid={`cut-remove-${at}`}><Icon of={Trash2} size={15} /></button>
        </div>
      </div>
      {asset.isGone && <p className="vg-clip-gone" role="alert"><Icon of={TriangleAlert} size={15} />{t("cut.gone")}</p>}
      <label className="vg-sr" htmlFor={`${id}-text`}>{t("cut.text_label", { name })}</label>
      <textarea id={`${id}-text`} className="vg-input vg-clip-text" dir="auto" rows={2} maxLength={MOST_LETTERS} value={clip.text} placeholder={t("cut.text_placeholder")} aria-describedby={`${id}-said`}
        onChange={(event) => changeClip(clip.uid, { text: event.target.value, edits: kept(clip, event.target.value, values.language) })} data-testid={`cut-text-${at}`} />
      <Spoken id={`${id}-said`} clip={clip} speech={speech} isMute={values.voice === null} />
      {isOpen && <ClipDetails id={`${id}-more`} clip={clip} at={at} speech={speech} />}
    </article>
  );
}
