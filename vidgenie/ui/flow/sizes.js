// How large nodes are, before and after the browser has measured them.

export const FAR = 0.5; // zoom below which nodes are only names and states
export const MANY = 60; // nodes: of more only those in view are drawn, and no small map while one is dragged
export const WIDE = 298; // px
const HIGH = 330; // px, until it is known
const NOTE = { width: 220, height: 150 };
export const LEAST = { width: 120, height: 80 }; // px of a note

const heights = new Map(); // node id -> px, as measured while its form was shown
export const measured = (id, height) => { if (height > 0) heights.set(id, height); };
export const forgetSizes = () => heights.clear();

export const isNote = (node) => node?.type === "note";

// {width, height} in canvas units
export const sizeOf = (node) => {
  if (isNote(node)) return node.size ?? NOTE;
  return { width: WIDE, height: heights.get(node.id) ?? HIGH };
};

// Ports sit beside the title, so that edges between neighbours run straight however tall the nodes get.
const FIRST = 29; // px
const STEP = 22; // px
const DOT = 12; // px
export const portTop = (index) => FIRST + index * STEP;
// Room that many ports need.
export const leastHeight = (count) => FIRST + count * STEP;

const handle = (type, position, width) => ({ name }, index) => ({ id: name, type, position, x: position === "left" ? -DOT / 2 : width - DOT / 2, y: portTop(index) - DOT / 2, width: DOT, height: DOT });
// As React Flow wants to know them: with these it draws edges to nodes that are not on the screen.
export const handlesOf = (ports, width) => [...ports.inputs.map(handle("target", "left", width)), ...ports.outputs.map(handle("source", "right", width))];
