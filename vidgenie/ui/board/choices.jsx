// What holds for the whole video: voice, captions, music, shape and who makes the clips; each saved by itself.
import { useEffect, useRef, useState } from "react";
import { AudioLines, Captions, Clapperboard, Music, SlidersHorizontal } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { CaptionPicker } from "../cut/caption_styles.jsx";
import { Look } from "../cut/look.jsx";
import { MusicPicker } from "../cut/music.jsx";
import { Choice, Pick } from "../cut/parts.jsx";
import { useVoices, VoicePicker } from "../cut/voices.jsx";
import { Button, Icon } from "../settings/parts.jsx";
import { useResource } from "../settings/rest.js";
import { versus } from "./compare_store.js";
import { CHOICES, HEAD } from "./fields.js";
import { named, useMakers } from "./makers.js";
import { board, useHead } from "./project.js";
import { change, useValue } from "./saving.js";

const TABS = { maker: Clapperboard, voice: AudioLines, captions: Captions, music: Music, look: SlidersHorizontal };
const NAMES = Object.keys(TABS);
const set = (values, isAtOnce = true) => change(CHOICES, values, isAtOnce);
const useChoice = (name) => useValue(CHOICES, name, useHead((head) => head.choices[name]));

function Makers({ kind, field, model, label }) {
  const t = useT();
  const value = useChoice(field) ?? "";
  const makers = useMakers(kind);
  return (
    <Pick label={label} value={value} onChange={(slug) => set(model ? { [field]: slug, [model]: "" } : { [field]: slug })} testId={`project-${field}`}>
      {!makers.some(({ slug }) => slug === value) && <option value={value}>{value}</option>}
      {makers.map((one) => <option key={one.slug} value={one.slug} disabled={Boolean(one.lacks) && one.slug !== value}>{named(t, one)}</option>)}
    </Pick>
  );
}

function MakerPanel() {
  const t = useT();
  const motion = useChoice("motion");
  return (
    <div className="vg-cut-stack">
      <Makers kind="video" field="provider" model="model" label={t("board.makes_clips")} />
      <Makers kind="image" field="imageProvider" label={t("board.makes_pictures")} />
      <Makers kind="text" field="textProvider" model="textModel" label={t("board.writes")} />
      <p className="vg-hint"><a className="vg-more" href="/settings#keys">{t("board.add_key")}</a></p>
      <Choice label={t("board.motion")} value={motion} choices={["low", "medium", "high"].map((one) => [one, t.label("board_word", `motion_${one}`)])} onChange={(one) => set({ motion: one })} testId="project-motion" />
      <div className="vg-field"><span className="vg-label">{t("board.versus")}</span><p className="vg-hint">{t("board.versus_hint")}</p><div><Button small onClick={() => versus.set({ isOpen: true })} testId="versus-open">{t("board.versus_open")}</Button></div></div>
    </div>
  );
}

function VoicePanel() {
  const language = useValue(HEAD, "language", useHead((head) => head.language));
  const voice = useChoice("voice");
  const [data, error] = useVoices(language);
  return <VoicePicker value={voice} language={language} data={data} error={error} onChange={(one) => set({ voice: one }, false)} onLanguage={(one) => change(HEAD, { language: one }, true)} />;
}

function CaptionsPanel() {
  const language = useValue(HEAD, "language", useHead((head) => head.language));
  const captions = useChoice("captions");
  const poster = board.use(({ order, segments }) => segments[order[0]]?.take?.thumbnailUrl ?? "");
  const [data, error] = useResource("/api/captions/styles");
  return <CaptionPicker value={captions} language={language} data={data} error={error} poster={poster} onChange={(one) => set({ captions: one }, false)} />;
}

// The server keeps the id of one's own music; its name and sound are read for the picker.
function MusicPanel() {
  const music = useChoice("music");
  const [data, error] = useResource("/api/music");
  const [assets, setAssets] = useState({});
  const id = music?.assetId;
  useEffect(() => {
    if (!id || assets[id]) return undefined;
    let isHere = true;
    fetch(`/api/assets/${id}`, { credentials: "same-origin" }).then((answer) => (answer.ok ? answer.json() : null)).then((asset) => isHere && asset && setAssets((old) => ({ ...old, [id]: asset })), () => {});
    return () => { isHere = false; };
  }, [id]);
  const value = music && { ...music, asset: id ? assets[id] ?? { id, url: "", name: "" } : null };
  const put = (one) => {
    if (!one) { set({ music: null }); return; }
    const { asset, ...rest } = one;
    if (asset) setAssets((old) => ({ ...old, [asset.id]: asset }));
    set({ music: { bed: rest.bed ?? null, assetId: asset?.id ?? null, volume: rest.volume, isDucked: rest.isDucked, fadeIn: rest.fadeIn, fadeOut: rest.fadeOut } }, false);
  };
  return <MusicPicker value={value} data={data} error={error} onChange={put} />;
}

function LookPanel() {
  const [styles] = useResource("/api/captions/styles");
  const [kits, kitsError, reloadKits] = useResource("/api/brand-kits");
  return <Look aspect={useChoice("aspect")} profile={useChoice("profile")} brandKitId={useChoice("brandKitId")} kits={kits?.brandKits ?? null} kitsError={kitsError} reloadKits={reloadKits} fonts={styles?.fonts ?? []} onChange={(values) => set(values)} />;
}

const PANELS = { maker: MakerPanel, voice: VoicePanel, captions: CaptionsPanel, music: MusicPanel, look: LookPanel };

export function Choices() {
  const t = useT();
  const [tab, setTab] = useState("maker");
  const list = useRef(null);
  const onKeyDown = (event) => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!way) return;
    event.preventDefault();
    const next = NAMES[(NAMES.indexOf(tab) + way + NAMES.length) % NAMES.length];
    setTab(next);
    list.current.querySelector(`[data-choice="${next}"]`).focus();
  };
  const Panel = PANELS[tab];
  return (
    <section className="vg-choices" aria-label={t("board.choices")}>
      <div ref={list} className="vg-choices-tabs" role="tablist" aria-label={t("board.choices")} onKeyDown={onKeyDown}>
        {NAMES.map((name) => <button key={name} type="button" role="tab" id={`choice-${name}`} data-choice={name} aria-selected={tab === name} aria-controls="choices-panel" tabIndex={tab === name ? 0 : -1} onClick={() => setTab(name)} data-testid={`choice-${name}`}><Icon of={TABS[name]} size={16} /><span>{t.label("board_word", `choice_${name}`)}</span></button>)}
      </div>
      <div id="choices-panel" className="vg-choices-panel" role="tabpanel" aria-labelledby={`choice-${tab}`}><Panel /></div>
    </section>
  );
}
