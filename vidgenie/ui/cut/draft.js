// What somebody is making: kept in this browser, for this Account, until they start again.
import { newId, store } from "./store.js";

const VERSION = 1;
const PAUSE = 250; // ms
const UNDO = 8000; // ms in which what was removed can come back

const fresh = (language) => ({
  title: "",
  aspect: "9:16",
  profile: "standard",
  language,
  brandKitId: undefined, // nobody has chosen: the default one of the Account, null = none
  clips: [],
  voice: { provider: "local", voice: "", model: "", speed: 1 },
  captions: { style: "karaoke", centre: 0.62, scale: 1, font: "", colour: "", active: "", box: "", isBurned: true },
  music: null,
});

export const clipOf = (asset, seq = 0) => ({
  uid: newId(), seq, asset, seconds: null, text: "", fit: "auto", focusX: 0.5, focusY: 0.5, transition: "cut", transitionSeconds: 0.4, keepSound: false, moves: true, recording: null, edits: [],
});

export const MUSIC = { bed: null, asset: null, volume: 0.35, isDucked: true, fadeIn: 0, fadeOut: 1.5 };

// account: "" until it is known whose draft this is. removed: {clip, at} while that can be undone.
export const draft = store({ account: "", removed: null, ...fresh("en") });

const keyOf = (account) => `vg_cut_${account}`;
const kept = {
  read: (key) => { try { return JSON.parse(window.localStorage.getItem(key)); } catch { return null; } },
  write: (key, value) => { try { window.localStorage.setItem(key, JSON.stringify(value)); } catch { /* storage is off or full: only a reload loses the draft */ } },
};

let timer = 0;
const save = () => {
  clearTimeout(timer);
  timer = 0;
  const { account, removed, ...value } = draft.get();
  if (account) kept.write(keyOf(account), { version: VERSION, ...value });
};
const soon = () => {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
};

// The draft of this Account, as it was left; language: of a new one.
export const open = (account, language) => {
  if (draft.get().account !== account) {
    const { version, ...value } = kept.read(keyOf(account)) ?? {};
    draft.set({ removed: null, ...fresh(language), ...(version === VERSION && Array.isArray(value.clips) ? value : {}), account });
  }
  const flush = () => timer && save();
  const stop = draft.subscribe(soon);
  window.addEventListener("pagehide", flush);
  return () => { stop(); window.removeEventListener("pagehide", flush); flush(); };
};

export const startAgain = () => draft.set((old) => ({ ...old, removed: null, ...fresh(old.language) }));

export const change = (values) => draft.set(values);

export const changePart = (part, values) => draft.set((old) => ({ ...old, [part]: { ...old[part], ...values } }));

const setClips = (make) => draft.set((old) => ({ ...old, clips: make(old.clips) }));

export const changeClip = (uid, values) => setClips((clips) => clips.map((clip) => (clip.uid === uid ? { ...clip, ...values } : clip)));

// Files of one choice stay in their order, whichever arrives first.
export const addClip = (clip) => setClips((clips) => {
  const at = clip.seq ? clips.findIndex((other) => other.seq > clip.seq) : -1;
  return at < 0 ? [...clips, clip] : [...clips.slice(0, at), clip, ...clips.slice(at)];
});

// Where the clip is now is told, so that it can be said aloud.
export const moveClip = (uid, to) => {
  const { clips } = draft.get();
  const from = clips.findIndex((clip) => clip.uid === uid);
  const place = Math.max(0, Math.min(clips.length - 1, to));
  if (from < 0 || from === place) return from;
  const rest = clips.filter((clip) => clip.uid !== uid);
  rest.splice(place, 0, clips[from]);
  setClips(() => rest);
  return place;
};

export const duplicateClip = (uid) => setClips((clips) => clips.flatMap((clip) => (clip.uid === uid ? [clip, { ...clip, uid: newId(), seq: 0 }] : [clip])));

let undoing = 0;
export const forget = () => { clearTimeout(undoing); draft.set({ removed: null }); };

export const removeClip = (uid) => {
  const { clips } = draft.get();
  const at = clips.findIndex((clip) => clip.uid === uid);
  if (at < 0) return;
  draft.set({ clips: clips.filter((clip) => clip.uid !== uid), removed: { clip: clips[at], at } });
  clearTimeout(undoing);
  undoing = setTimeout(forget, UNDO);
};

export const undo = () => {
  const { removed, clips } = draft.get();
  if (!removed) return;
  draft.set({ clips: [...clips.slice(0, removed.at), removed.clip, ...clips.slice(removed.at)], removed: null });
};
