// A Run of the Project as it is drawn: the same Nodes as the list, where they stand on the canvas; to look at.
export function Canvas() {
  return null;
}
