// A brand kit: logo, intro, outro, colours and a font, the same for every video.
import { useId, useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Button, Field, placeOf, Problem } from "../settings/parts.jsx";
import { call, useAction } from "../settings/rest.js";
import { Choice, Colour, Pick, Slider, Sure, Toggle, word } from "./parts.jsx";
import { OneFile } from "./upload_tile.jsx";

const PATH = "/api/brand-kits";
const CORNERS = ["top-left", "top-right", "bottom-left", "bottom-right"];
const NEW = { name: "", isDefault: false, logoAssetId: null, logoUrl: "", logoCorner: "top-right", logoWidth: 0.16, logoOpacity: 0.9, introAssetId: null, introUrl: "", outroAssetId: null, outroUrl: "", font: "", colour: "", active: "", box: "" };
const SHOWN_ONLY = ["id", "logoUrl", "introUrl", "outroUrl", "success", "createdAt", "updatedAt"];
const PICTURE = "image/png,image/jpeg,image/webp";

const Shown = ({ url, name }) => (/\.(mp4|webm|mov)(\?|$)/.test(url ?? "") ? <video className="vg-kit-file" src={url} muted preload="metadata" aria-label={name} /> : <img className="vg-kit-file" src={url} alt={name} />);

function File({ label, hint, accept, url, isTransparent, onAsset, testId }) {
  const t = useT();
  return (
    <div className="vg-field">
      <span className="vg-label">{label}</span>
      <OneFile accept={accept} label={url ? t("cut.brand_other_file") : t("cut.brand_file")} hint={url ? "" : hint} isTransparent={isTransparent} onAsset={onAsset} testId={testId}>
        {url && <div className="vg-own-sound"><Shown url={url} name={label} /><Button small look="quiet" onClick={() => onAsset(null)}>{t("cut.take_away")}</Button></div>}
      </OneFile>
    </div>
  );
}

function Editor({ kit, fonts, onClose, onSaved }) {
  const t = useT();
  const form = useId();
  const [values, setValues] = useState({ ...NEW, ...kit });
  const [isSure, setSure] = useState(false);
  const { isBusy, error, run } = useAction();
  const set = (change) => setValues((old) => ({ ...old, ...change }));
  const file = (part) => (asset) => set({ [`${part}AssetId`]: asset?.id ?? null, [`${part}Url`]: asset?.url ?? "" });
  const body = () => Object.fromEntries(Object.entries(values).filter(([name]) => name in NEW && !SHOWN_ONLY.includes(name)));
  const save = async (event) => {
    event.preventDefault();
    const done = await run(() => (kit.id ? call("PUT", `${PATH}/${kit.id}`, body()) : call("POST", PATH, body())));
    if (done) onSaved({ ...values, ...done });
  };
  const remove = async () => { if (await run(() => call("DELETE", `${PATH}/${kit.id}`))) onSaved(null); };
  return (
    <form id={form} className="vg-cut-stack vg-kit" onSubmit={save}>
      <h2>{kit.id ? t("cut.brand_edit") : t("cut.brand_new")}</h2>
      <Field label={t("cut.brand_name")} required maxLength={60} value={values.name} onChange={(event) => set({ name: event.target.value })} error={placeOf(error) === "name" ? error : null} testId="brand-name" />
      <File label={t("cut.brand_logo")} hint={t("cut.brand_logo_text")} accept={PICTURE} url={values.logoUrl} isTransparent onAsset={file("logo")} testId="brand-logo" />
      {values.logoAssetId && (
        <>
          <Choice label={t("cut.brand_corner")} value={values.logoCorner} choices={CORNERS.map((corner) => [corner, word(t, "corner", corner)])} onChange={(logoCorner) => set({ logoCorner })} testId="brand-corner" />
          <Slider label={t("cut.brand_width")} value={values.logoWidth} min={0.04} max={0.4} step={0.01} shown={t("cut.percent", { n: Math.round(values.logoWidth * 100) })} onChange={(logoWidth) => set({ logoWidth })} />
          <Slider label={t("cut.brand_opacity")} value={values.logoOpacity} min={0.1} max={1} step={0.05} shown={t("cut.percent", { n: Math.round(values.logoOpacity * 100) })} onChange={(logoOpacity) => set({ logoOpacity })} />
        </>
      )}
      <div className="vg-kit-pair">
        <File label={t("cut.brand_intro")} hint={t("cut.brand_intro_text")} accept={`video/*,${PICTURE}`} url={values.introUrl} onAsset={file("intro")} testId="brand-intro" />
        <File label={t("cut.brand_outro")} hint={t("cut.brand_outro_text")} accept={`video/*,${PICTURE}`} url={values.outroUrl} onAsset={file("outro")} testId="brand-outro" />
      </div>
      <div className="vg-field">
        <span className="vg-label">{t("cut.brand_colours")}</span>
        <div className="vg-colours">
          <Colour label={t("cut.colour_words")} value={values.colour} onChange={(colour) => set({ colour })} />
          <Colour label={t("cut.colour_active")} value={values.active} onChange={(active) => set({ active })} />
          <Colour label={t("cut.colour_box")} value={values.box} onChange={(box) => set({ box })} />
        </div>
      </div>
      <Pick label={t("cut.font")} value={values.font} onChange={(font) => set({ font })}><option value="">{t("cut.font_style")}</option>{fonts.map((font) => <option key={font} value={font}>{font}</option>)}</Pick>
      <Toggle label={t("cut.brand_default")} hint={t("cut.brand_default_text")} checked={values.isDefault} onChange={(isDefault) => set({ isDefault })} />
      {placeOf(error) !== "name" && <Problem error={error} testId="brand-error" />}
      <footer className="vg-kit-go">
        {kit.id && (isSure ? <Sure question={t("cut.brand_sure")} yes={t("cut.brand_delete")} onYes={remove} onNo={() => setSure(false)} /> : <Button look="quiet" className="vg-set-remove" onClick={() => setSure(true)}>{t("cut.brand_delete")}</Button>)}
        <span />
        <Button look="quiet" onClick={onClose}>{t("settings.cancel")}</Button>
        <button type="submit" className="vg-btn vg-btn-primary" aria-busy={isBusy || undefined} data-testid="brand-save">{t("cut.brand_save")}</button>
      </footer>
    </form>
  );
}

// kit: what is edited, {} for a new one, null for none. onSaved(kit), null when it was removed.
export function BrandEditor({ kit, fonts = [], onClose, onSaved }) {
  const t = useT();
  return <Dialog open={kit !== null} label={t("cut.brand")} onClose={onClose} testId="brand-dialog">{kit && <Editor kit={kit} fonts={fonts} onClose={onClose} onSaved={onSaved} />}</Dialog>;
}
