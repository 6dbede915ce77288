// What can be changed: a Segment by its id, the Project itself and its choices; how each is read and sent.
import { alike, board, segmentOf } from "./project.js";

export const HEAD = "project";
export const CHOICES = "choices";

export const isWhole = (key) => key === HEAD || key === CHOICES;
export const saved = (key) => {
  const { head } = board.get();
  if (key === HEAD) return head;
  return key === CHOICES ? head?.choices : segmentOf(key);
};
export const versionOf = (key) => (isWhole(key) ? board.get().head?.version : segmentOf(key)?.version);
// The field of a reference is told by another name than it is read by.
export const valueOf = (there, field) => (field === "referenceAssetId" ? there?.reference?.assetId ?? null : there?.[field]);

export const bodyOf = (key, values) => (key === CHOICES ? { choices: values } : values);
// Fields that both sides have changed, and not to the same.
export const clashes = ({ before, values }, theirs) => Object.keys(values).filter((field) => {
  const there = valueOf(theirs, field);
  return !alike(there, before[field]) && !alike(there, values[field]);
});
