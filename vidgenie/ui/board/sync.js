// Several clips on one clock: they start, stop and jump together, and are put right when they drift apart.
import { useCallback, useEffect, useRef, useState } from "react";

const DRIFT = 0.06; // seconds two clips may be apart
const STEP = 1; // seconds an arrow key moves

export const useSync = () => {
  const videos = useRef(new Map()); // key -> element
  const [state, setState] = useState({ isPlaying: false, isLoop: true, isMuted: true, at: 0, length: 0, isWaiting: false });
  const now = useRef(state);
  now.current = state;
  const set = useCallback((change) => setState((old) => ({ ...old, ...change })), []);
  const all = () => [...videos.current.values()];
  const longest = () => all().reduce((best, one) => (one.duration > (best?.duration || 0) ? one : best), null);

  const seek = useCallback((to) => {
    const at = Math.max(0, Math.min(to, now.current.length || to));
    for (const one of all()) one.currentTime = Math.min(at, Math.max(0, (one.duration || at) - 0.01));
    set({ at });
  }, []);
  const play = useCallback((isPlaying) => {
    const { at, length } = now.current;
    if (isPlaying && length && at >= length - 0.05) seek(0);
    set({ isPlaying });
  }, []);

  // The longest clip is the clock; the others follow it to their own end.
  useEffect(() => {
    if (!state.isPlaying) { for (const one of all()) one.pause(); return undefined; }
    let frame = 0;
    const tick = () => {
      frame = requestAnimationFrame(tick);
      const clock = longest();
      if (!clock) return;
      // All wait for the one that is still loading.
      const isWaiting = all().some((one) => one.readyState < 3 && one.currentTime < (one.duration || Infinity) - 0.1);
      if (isWaiting !== now.current.isWaiting) set({ isWaiting });
      if (isWaiting) { for (const one of all()) if (one.readyState >= 3) one.pause(); return; }
      const at = clock.currentTime;
      if (clock.ended || at >= clock.duration - 0.02) {
        if (!now.current.isLoop) { set({ isPlaying: false, at: clock.duration }); return; }
        for (const one of all()) one.currentTime = 0;
      }
      for (const one of all()) {
        const isOver = at >= (one.duration || 0) - 0.03;
        if (one !== clock && !isOver && Math.abs(one.currentTime - at) > DRIFT) one.currentTime = at;
        if (one.paused && !isOver) one.play().catch(() => {}); // a pause before it has begun
      }
      if (Math.abs(at - now.current.at) > 0.05) set({ at });
    };
    frame = requestAnimationFrame(tick);
    return () => { cancelAnimationFrame(frame); for (const one of all()) one.pause(); };
  }, [state.isPlaying]);

  const register = useCallback((key) => (element) => {
    if (element) { videos.current.set(key, element); return; }
    videos.current.delete(key);
  }, []);
  const known = useCallback(() => set({ length: longest()?.duration || 0 }), []);
  useEffect(() => { for (const one of all()) one.muted = state.isMuted; });

  const onKeyDown = useCallback((event) => {
    if (event.target.closest("input:not([type=range]), textarea, select")) return;
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (event.key === " " && !event.target.closest("button[data-choose]")) { event.preventDefault(); play(!now.current.isPlaying); }
    else if (by) { event.preventDefault(); seek(now.current.at + by); }
  }, []);
  return { ...state, play, seek, set, register, known, onKeyDown };
};
