// Short messages at the foot of the page, and what screen readers are told.
import { newId, store } from "../cut/store.js";

const LONG = 8000; // ms
const SHORT = 4500;

// {id, tone: good | bad | plain, text, error, action: {text, run, testId}}
export const notes = store([]);
export const said = store({ text: "" });

export const forget = (id) => notes.set((list) => list.filter((one) => one.id !== id));
export const tell = (note) => {
  const id = newId();
  notes.set((list) => [...list.slice(-2), { id, tone: "plain", ...note }]);
  if (!note.stays) setTimeout(() => forget(id), note.action || note.error ? LONG : SHORT);
  return id;
};
export const say = (text) => said.set({ text });
