// What is looked at and played; forgotten when the page is left.
import { store } from "./store.js";

// selected: uid of a clip, "". isPlaying: the whole video runs. at: seconds since its clip began.
// isMute: nobody speaks the language, though a voice was wanted.
// isWaiting: for a voice that is being said.
// safe: the platform whose own buttons are drawn, "". hasSound: voices and music are heard.
export const stage = store({ selected: "", isPlaying: false, at: 0, safe: "", hasSound: true, isWaiting: false, isMute: false });

export const select = (uid) => stage.set((old) => (old.selected === uid ? old : { ...old, selected: uid, at: 0 }));
export const seek = (uid, at) => stage.set({ selected: uid, at });
