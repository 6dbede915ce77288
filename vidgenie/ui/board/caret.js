import { split } from "./acts.js";

// The caret of the text decides where it is cut in two.
const cutAt = (id) => {
  const area = document.querySelector(`[data-clip="${id}"] [data-field="text"]`);
  const at = area?.selectionStart ?? 0;
  const long = area?.value.length ?? 0;
  if (at > 0 && at < long) return at;
  const middle = area?.value.indexOf(" ", Math.floor(long / 2)) ?? -1;
  return middle > 0 ? middle : Math.floor(long / 2);
};
export const splitHere = (t, id) => split(t, id, cutAt(id));
