// One Segment: text to say, prompt to film, whether it is in the video, and what its clip starts from.
import { useId } from "react";
import { Image, Trash2 } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { OneFile } from "../cut/upload_tile.jsx";
import { Button, Icon, Notice } from "../settings/parts.jsx";
import { edit, putSegment, resolve } from "./project.js";
import { Spoken } from "./spoken.jsx";

const MOST = 1000; // characters of a text and of a prompt, as in domain/project.py

function Writing({ label, value, onChange, rows, placeholder, isLocked, testId, children }) {
  const id = useId();
  return (
    <div className="vg-field">
      <span className="vg-segment-label"><label className="vg-label" htmlFor={id}>{label}</label>{children}</span>
      <textarea id={id} className="vg-input" rows={rows} maxLength={MOST} value={value} placeholder={placeholder} readOnly={isLocked} onChange={(event) => onChange(event.target.value)} data-testid={testId} />
    </div>
  );
}

// A picture the clip starts from: the Segment becomes one of image to video.
function Reference({ segment }) {
  const t = useT();
  const { reference } = segment;
  const take = (asset) => {
    edit(segment.id, { mode: asset.kind === "video" ? "video" : "image", referenceAssetId: asset.id }, true);
    putSegment({ ...segment, mode: asset.kind === "video" ? "video" : "image", reference: { assetId: asset.id, kind: asset.kind, url: asset.url, thumbnailUrl: asset.thumbnailUrl } });
  };
  const drop = () => {
    edit(segment.id, { mode: "text", referenceAssetId: null }, true);
    putSegment({ ...segment, mode: "text", reference: null });
  };
  return (
    <div className="vg-reference" data-testid={`segment-${segment.index}-reference`}>
      {reference ? (
        <>
          <img src={reference.thumbnailUrl || reference.url} alt="" />
          <span>{reference.kind === "video" ? t("wizard.reference_video") : t("wizard.reference_image")}</span>
          <Button small look="quiet" onClick={drop} testId={`segment-${segment.index}-reference-drop`}><Icon of={Trash2} size={14} />{t("wizard.reference_drop")}</Button>
        </>
      ) : <OneFile accept="image/jpeg,image/png,image/webp,video/mp4,video/quicktime,video/webm" label={t("wizard.reference")} onAsset={take} testId={`segment-${segment.index}-upload`}><span className="vg-reference-none"><Icon of={Image} size={16} />{segment.mode === "image" ? t("wizard.reference_drawn") : t("wizard.reference_none")}</span></OneFile>}
    </div>
  );
}

function Conflict({ segment, conflict }) {
  const t = useT();
  return (
    <Notice data-testid={`segment-${segment.index}-conflict`}>
      <p>{t("wizard.conflict")}</p>
      <p className="vg-segment-theirs">{conflict.current.text}</p>
      <span className="vg-segment-go"><Button small onClick={() => resolve(segment.id, true)}>{t("wizard.conflict_mine")}</Button><Button small onClick={() => resolve(segment.id, false)}>{t("wizard.conflict_theirs")}</Button></span>
    </Notice>
  );
}

export function SegmentCard({ segment, project, conflict, isLocked }) {
  const t = useT();
  const { index } = segment;
  return (
    <li className="vg-segment-card vg-card" data-included={segment.isIncluded} data-locked={isLocked || undefined} data-testid={`segment-${index}`}>
      <header>
        <span className="vg-segment-n vg-num">{index}</span>
        <span className="vg-hint vg-num">{t("cut.seconds", { n: segment.seconds })}</span>
        <label className="vg-segment-in"><span>{segment.isIncluded ? t("wizard.included") : t("wizard.excluded")}</span><input type="checkbox" role="switch" className="vg-switch" checked={segment.isIncluded} disabled={isLocked} aria-label={t("wizard.include", { n: index })} onChange={(event) => edit(segment.id, { isIncluded: event.target.checked }, true)} data-testid={`segment-${index}-include`} /></label>
      </header>
      {conflict && <Conflict segment={segment} conflict={conflict} />}
      <Writing label={t("wizard.segment_text")} value={segment.text} rows={3} placeholder={t("wizard.segment_text_example")} isLocked={isLocked} onChange={(text) => edit(segment.id, { text })} testId={`segment-${index}-text`}><Spoken text={segment.text} seconds={segment.seconds} language={project.language} speed={project.choices.voice?.speed} /></Writing>
      <Writing label={t("wizard.segment_prompt")} value={segment.prompt} rows={3} placeholder={t("wizard.segment_prompt_example")} isLocked={isLocked} onChange={(prompt) => edit(segment.id, { prompt })} testId={`segment-${index}-prompt`} />
      <Reference segment={segment} />
    </li>
  );
}
