// What is made and what is still to be made, as the page can tell it by itself.
import { shownSeconds, speechSeconds, tempoOf } from "../cut/lengths.js";
import { board } from "./project.js";
import { runsOf } from "./live.js";

const isFilm = ({ mode }) => mode !== "own";

// A clip has to be made: there is none yet, or another one was asked for since.
export const isDue = (segment) => segment.isIncluded && isFilm(segment) && (!segment.take?.url || segment.isStale);

// Nothing can be shown of it yet.
const isLacking = ({ isIncluded, mode, take, reference }) => isIncluded && (mode === "own" ? !reference : !take?.url);

export const countOf = ({ order, segments }) => {
  const all = order.map((id) => segments[id]);
  const included = all.filter((one) => one.isIncluded);
  const due = included.filter(isDue);
  return { total: all.length, included: included.length, seconds: included.reduce((sum, one) => sum + one.seconds, 0), due: due.length, made: included.length - due.length, lacking: included.filter(isLacking).length, wanted: due.filter(({ isPinned }) => !isPinned).length, texts: included.filter(({ text, prompt, mode, reference }) => text.trim() || prompt.trim() || (mode === "own" && reference)).length, dueIds: due.map(({ id }) => id).join() };
};

const at = (runs, ...purposes) => runs.some(({ purpose }) => purposes.includes(purpose));

// The stages in their order, and the one that comes next: {name: {state: todo | next | busy | done | stale}}
export const stagesOf = (head, counts, progress) => {
  const runs = runsOf(progress);
  const { film, animatic } = head;
  const isFilmDone = Boolean(film) && !film.isStale;
  const states = {
    script: at(runs, "script", "quick") ? "busy" : counts.texts > 0 ? "done" : "todo",
    animatic: at(runs, "animatic") ? "busy" : animatic ? (animatic.isStale ? "stale" : "done") : "todo",
    generate: at(runs, "takes", "film", "quick") && counts.due > 0 ? "busy" : counts.texts > 0 && counts.due === 0 ? "done" : "todo",
    assemble: at(runs, "film", "quick") ? "busy" : film ? (isFilmDone ? "done" : "stale") : "todo",
  };
  let next = "";
  if (counts.texts === 0) next = "script";
  else if (!animatic && !film && counts.due === counts.included && counts.due > 0) next = "animatic";
  else if (counts.wanted > 0) next = "generate"; // what was chosen by hand may stay as it is
  else if (!isFilmDone && counts.included > 0) next = "assemble";
  return { states, next: runs.length ? "" : next, isBusy: runs.length > 0 };
};

export const useCounts = () => board.use(memo(countOf));

// The same object while the counts are the same: useSyncExternalStore asks again and again.
function memo(count) {
  return (value) => {
    const { order, segments } = value;
    if (memo.order !== order || memo.segments !== segments) {
      const fresh = count(value);
      if (JSON.stringify(fresh) !== JSON.stringify(memo.result)) memo.result = fresh;
      memo.order = order;
      memo.segments = segments;
    }
    return memo.result;
  };
}

// How long the text takes to say against the seconds of its clip.
export const spokenOf = (text, seconds, language, voice) => {
  if (!text.trim() || !voice) return { seconds: 0, tempo: 1, shown: seconds, state: text.trim() ? "mute" : "none" };
  const said = speechSeconds(text, language, voice.speed);
  const clip = { seconds, asset: {} };
  const tempo = tempoOf(clip, said, voice);
  const shown = shownSeconds(clip, said / tempo);
  return { seconds: said, tempo, shown, state: shown > seconds + 0.05 ? "longer" : tempo > 1.02 ? "faster" : "within" };
};

// The number on the card of the n-th clip of a Run: what is not in the video has none. 0: nobody can say.
export const numberOf = (purpose, n) => {
  if (purpose === "takes") return 0;
  const { order, segments } = board.get();
  const id = order.filter((one) => segments[one].isIncluded)[n - 1];
  return id ? order.indexOf(id) + 1 : n;
};
