// A file of the Account's: chosen in the library or brought; with its picture, its progress and what went wrong.
import { useEffect, useState } from "react";
import { AudioLines, FolderOpen, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { OneFile } from "../cut/upload_tile.jsx";
import { Button, Icon } from "../settings/parts.jsx";
import { call } from "../settings/rest.js";
import { store } from "../cut/store.js";
import { typeOf } from "./catalog.js";
import { Library } from "./library_dialog.jsx";

const ACCEPT = { image: "image/jpeg,image/png,image/webp", video: "video/*,.mov,.mkv,.mp4,.webm", audio: "audio/*,.mp3,.m4a,.aac,.wav,.ogg,.flac" };
const LOST = ["not_found", "invalid_input"]; // of an id that is nobody's, or none
const known = store({}); // id -> the Asset, or {error}

const look = async (id) => {
  const { data, error } = await call("GET", `/api/assets/${id}`);
  known.set((all) => ({ ...all, [id]: data ?? { error } }));
};
const useAsset = (id) => {
  const found = known.use((all) => (id ? all[id] : undefined));
  useEffect(() => { if (id && !found) look(id); }, [id, found]);
  return found;
};

function Shown({ asset }) {
  const t = useT();
  if (!asset) return <div className="vg-skeleton vg-asset-picture" aria-hidden="true" />;
  if (asset.error) return <p className="vg-node-cannot" role="alert">{LOST.includes(asset.error.code) ? t("form.asset_gone") : t.error(asset.error)}</p>;
  const name = asset.name || t("form.unnamed");
  if (asset.kind === "audio") return <div className="vg-asset-sound"><Icon of={AudioLines} /><span>{name}</span><audio className="nodrag" src={asset.url} controls preload="none" aria-label={name} /></div>;
  return <figure className="vg-asset"><img className="vg-asset-picture" src={asset.thumbnailUrl || asset.url} alt={name} loading="lazy" /><figcaption>{name}</figcaption></figure>;
}

export function AssetField({ node, field, value, locked, onChange }) {
  const t = useT();
  const [isPicking, setPicking] = useState(false);
  const asset = useAsset(value);
  const kind = typeOf(node.type).assetType || "image";
  const take = (one) => {
    setPicking(false);
    known.set((all) => ({ ...all, [one.id]: one }));
    onChange(one.id);
  };
  const words = { image: [t("form.upload_image"), t("form.none_image")], video: [t("form.upload_video"), t("form.none_video")], audio: [t("form.upload_audio"), t("form.none_audio")] }[kind];
  return (
    <div className="vg-node-field-wide vg-asset-field nodrag" data-field={field.name}>
      {value ? <Shown asset={asset} /> : locked && <p className="vg-node-hint">{words[1]}</p>}
      {!locked && (
        <div className="vg-asset-do">
          <OneFile accept={ACCEPT[kind]} label={words[0]} onAsset={take} testId={`node-${node.id}-upload`} />
          <Button small look="quiet" onClick={() => setPicking(true)} testId={`node-${node.id}-library`}><Icon of={FolderOpen} size={14} />{t("form.library")}</Button>
          {value && field.nullable && <Button small look="quiet" onClick={() => onChange(null)}><Icon of={X} size={14} />{t("form.take_away")}</Button>}
        </div>
      )}
      {isPicking && <Library kind={kind} chosen={value} onClose={() => setPicking(false)} onPick={take} />}
    </div>
  );
}
