// The cutting room: clips on the left, the frame in the middle, everything about the whole on the right.
import { useEffect, useState } from "react";
import { RotateCcw, Undo2, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "../settings/settings.css";
import "./cut.css";
import "./clips.css";
import "./preview.css";
import "./pickers.css";
import { Button, Icon, Problem } from "../settings/parts.jsx";
import { useResource } from "../settings/rest.js";
import { CaptionPicker } from "./caption_styles.jsx";
import { Clips } from "./clips.jsx";
import { change, changeClip, draft, forget, open, startAgain, undo } from "./draft.js";
import { Footer } from "./footer.jsx";
import { Look } from "./look.jsx";
import { MusicPicker } from "./music.jsx";
import { hush, Sure } from "./parts.jsx";
import { refreshAssets } from "./playing.js";
import { Preview } from "./preview.jsx";
import { bodyOf, brandOf } from "./request.js";
import { Result } from "./result.jsx";
import { close, resume, run, start, useFollowed } from "./run.js";
import { speechOf, useKnown } from "./spoken.js";
import { select, stage } from "./stage.js";
import { Tabs } from "./tabs.jsx";
import { guardLeaving } from "./uploads.js";
import { isVoice, speaks, usualVoice, useVoices, VoicePicker } from "./voices.jsx";

function Removed() {
  const t = useT();
  const removed = draft.use((value) => value.removed);
  if (!removed) return null;
  return (
    <div className="vg-toasts"><div className="vg-toast vg-cut-undo" role="status" data-testid="cut-removed">
      <p className="vg-toast-title">{t("cut.removed", { n: removed.at + 1 })}</p>
      <Button small onClick={undo} testId="cut-undo"><Icon of={Undo2} size={14} />{t("cut.undo")}</Button>
      <button type="button" className="vg-icon-btn" onClick={forget} aria-label={t("shell.dismiss")}><Icon of={X} /></button>
    </div></div>
  );
}

function Head({ values }) {
  const t = useT();
  const [isSure, setSure] = useState(false);
  return (
    <header className="vg-cut-head">
      <h1>{t("cut.title")}</h1>
      <label className="vg-sr" htmlFor="cut-title">{t("cut.name")}</label>
      <input id="cut-title" className="vg-cut-title" value={values.title} maxLength={120} placeholder={t("cut.name_placeholder")} onChange={(event) => change({ title: event.target.value })} data-testid="cut-title" />
      {isSure ? <Sure question={t("cut.again_sure")} yes={t("cut.again_yes")} onYes={() => { startAgain(); close(); setSure(false); }} onNo={() => setSure(false)} testId="cut-again-yes" />
        : values.clips.length > 0 && <Button small look="quiet" onClick={() => setSure(true)} testId="cut-again"><Icon of={RotateCcw} size={14} />{t("cut.again")}</Button>}
    </header>
  );
}

// Everything that is read once for the whole room.
const useRoom = (values) => {
  const t = useT();
  const [me, meError] = useResource("/api/auth/me");
  const account = me?.user?.id ?? "";
  const [voices, voicesError] = useVoices(values.language);
  const [styles, stylesError] = useResource("/api/captions/styles");
  const [music, musicError] = useResource("/api/music");
  const [kits, kitsError, reloadKits] = useResource("/api/brand-kits");
  useEffect(() => {
    if (!account) return undefined;
    const stop = open(account, t.locale);
    select(draft.get().clips[0]?.uid ?? "");
    resume(account);
    refreshAssets((id, asset) => {
      for (const clip of draft.get().clips) {
        if (clip.asset.id === id) changeClip(clip.uid, { asset: { ...clip.asset, ...asset, name: clip.asset.name || asset.name } });
        if (clip.recording?.id === id) changeClip(clip.uid, { recording: { ...clip.recording, ...asset } });
      }
      const own = draft.get().music;
      if (own?.asset?.id === id) change({ music: { ...own, asset: { ...own.asset, ...asset } } });
    });
    return stop;
  }, [account]);
  // A voice that speaks the language takes the place of one that does not; none, where nobody speaks it.
  useEffect(() => {
    const { voice, language, account: owner } = draft.get();
    const { isMute } = stage.get();
    if (!owner || !voices?.voices || (voice === null && !isMute)) return;
    if (voices.voices.some((one) => one.ready && isVoice(one, voice) && speaks(one, language))) return;
    const usual = usualVoice(voices.voices, language);
    stage.set({ isMute: !usual });
    change({ voice: usual && { provider: usual.provider, voice: usual.id, model: usual.model ?? "", speed: voice?.speed ?? 1 } });
  }, [voices, account]);
  useEffect(guardLeaving, []);
  return { account, meError, voices, voicesError, styles, stylesError, music, musicError, kits: kits?.brandKits ?? null, kitsError, reloadKits };
};

export function CuttingRoom() {
  const values = draft.use();
  const room = useRoom(values);
  const heard = useKnown();
  const { status, isDraft } = run.use();
  const [tab, setTab] = useState("clips");
  useFollowed();
  useEffect(() => hush, []);
  const total = values.clips.reduce((sum, clip) => sum + speechOf(clip, values, heard).shown, 0);
  const kit = brandOf(values, room.kits);
  const poster = values.clips[0]?.asset.thumbnailUrl;
  const wide = tab === "clips" ? "voice" : tab; // where the clips have a column of their own
  const panels = {
    voice: () => <VoicePicker value={values.voice} language={values.language} data={room.voices} error={room.voicesError} onChange={(voice) => change({ voice })} onLanguage={(language) => change({ language })} />,
    captions: () => <CaptionPicker value={values.captions} language={values.language} data={room.styles} error={room.stylesError} poster={poster} onChange={(captions) => change({ captions })} />,
    music: () => <MusicPicker value={values.music} data={room.music} error={room.musicError} onChange={(music) => change({ music })} />,
    look: () => <Look aspect={values.aspect} profile={values.profile} brandKitId={kit?.id ?? null} kits={room.kits} kitsError={room.kitsError} reloadKits={room.reloadKits} fonts={room.styles?.fonts ?? []} onChange={change} />,
  };
  return (
    <div className="vg-cut" data-tab={tab} data-ready={Boolean(values.account) || undefined} data-testid="cut-room">
      <Head values={values} />
      <div className="vg-cut-columns">
        <div className="vg-cut-left"><Problem error={room.meError} /><Clips /></div>
        <Preview zones={room.styles?.safeZones} kit={kit} />
        <div className="vg-cut-right">
          <Tabs value={tab} onChange={setTab} />
          <div id="cut-panel" className="vg-cut-panel" role="tabpanel" aria-labelledby={`cut-tab-${wide}`}>{panels[wide]()}</div>
        </div>
      </div>
      <Footer draft={values} kits={room.kits} total={total} />
      <Result status={status} isDraft={isDraft} aspect={values.aspect} onClose={close} onFinal={() => { close(); start(values.account, bodyOf(values, room.kits, values.profile)); }} />
      <Removed />
    </div>
  );
}
