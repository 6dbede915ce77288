// The picture or clip a Segment starts from, or is: uploaded, or picked among one's own files.
import { useState } from "react";
import { FolderOpen, ImagePlus, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { LibraryPicker } from "../cut/library.jsx";
import { OneFile } from "../cut/upload_tile.jsx";
import { Button, Icon } from "../settings/parts.jsx";
import { Popover } from "./popover.jsx";
import { change, save } from "./saving.js";

const ACCEPT = { image: "image/jpeg,image/png,image/webp", video: "video/*,.mov,.mkv,.mp4,.webm", own: "video/*,image/jpeg,image/png,image/webp,.mov,.mkv,.mp4,.webm" };

function Picking({ id, n, segment, mode, close }) {
  const t = useT();
  const [isPicking, setPicking] = useState(false);
  const take = (asset) => {
    setPicking(false);
    change(id, { referenceAssetId: asset?.id ?? null }, true);
    save(id);
    close();
  };
  const { reference } = segment;
  return (
    <div className="vg-cut-stack">
      <p className="vg-hint">{t.label("board_word", `reference_${mode}`)}</p>
      <OneFile accept={ACCEPT[mode]} label={reference ? t("board.reference_other") : t("board.reference_upload")} onAsset={take} testId={`segment-${n}-upload`}>
        {reference && <img className="vg-reference-large" src={reference.thumbnailUrl || reference.url} alt={t("board.reference_of", { n })} loading="lazy" />}
      </OneFile>
      <div className="vg-words-do">
        <Button small onClick={() => setPicking(true)} testId={`segment-${n}-library`}><Icon of={FolderOpen} size={14} />{t("cut.from_library")}</Button>
        {reference && <Button small look="quiet" onClick={() => take(null)} testId={`segment-${n}-unreference`}><Icon of={X} size={14} />{t("cut.take_away")}</Button>}
      </div>
      <LibraryPicker open={isPicking} onClose={() => setPicking(false)} onPick={take} />
    </div>
  );
}

export function Reference({ id, n, segment, mode }) {
  const t = useT();
  const { reference } = segment;
  const picture = reference?.thumbnailUrl || (reference?.kind === "image" ? reference.url : "");
  return (
    <Popover look="vg-reference" title={t("board.reference")} label={reference ? t("board.reference_of", { n }) : t("board.reference_add", { n })} className="vg-pop-details" testId={`segment-${n}-reference`}
      button={picture ? <img src={picture} alt="" loading="lazy" /> : <><Icon of={ImagePlus} size={14} />{!reference && (mode !== "image") && <i className="vg-reference-lacks" aria-hidden="true" />}</>}>
      {(close) => <Picking id={id} n={n} segment={segment} mode={mode} close={close} />}
    </Popover>
  );
}
