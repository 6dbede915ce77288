// Nodes as things in a plane: which is next to which, where there is room, and bringing one into view.
import { addNode, moveNodes } from "./commands.js";
import { doc } from "./doc.js";
import { pick, stage, ui } from "./selection.js";
import { sizeOf } from "./sizes.js";

const GAP = 28; // px between nodes
const STEP = 20; // px an arrow key moves a node
const FRAMES = 30; // to wait for a node to be drawn
const BACK = 2.2; // how much more it counts to be off the way than to be far

export const boxOf = (node) => ({ ...node.position, ...sizeOf(node) });
const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });
const WAYS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

// The node next to `id` that way, null when there is none.
export const neighbour = (nodes, id, way) => {
  const [dx, dy] = WAYS[way];
  const from = middle(boxOf(nodes[id]));
  let best = null;
  let least = Infinity;
  for (const node of Object.values(nodes)) {
    if (node.id === id) continue;
    const to = middle(boxOf(node));
    const ahead = (to.x - from.x) * dx + (to.y - from.y) * dy;
    const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
    const far = ahead + aside * BACK;
    if (ahead > 1 && far < least) { best = node.id; least = far; }
  }
  return best;
};

const apart = (a, b) => a.x + a.width + GAP <= b.x || b.x + b.width + GAP <= a.x || a.y + a.height + GAP <= b.y || b.y + b.height + GAP <= a.y;

// The nearest place to `at` (its upper left corner) that covers no other node: below, else to the right.
export const free = (at, size, nodes) => {
  const others = Object.values(nodes).map(boxOf);
  const isFree = (x, y) => others.every((other) => apart({ x, y, ...size }, other));
  for (let column = 0; column < 20; column += 1) {
    for (let row = 0; row < 30; row += 1) {
      const [x, y] = [at.x + column * (size.width + GAP), at.y + row * 60];
      if (isFree(x, y)) return { x, y };
    }
  }
  return at;
};

const elementOf = (id) => stage.box?.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
const later = (test, then, left = FRAMES) => requestAnimationFrame(() => {
  const found = test();
  if (found) then(found);
  else if (left) later(test, then, left - 1);
});

const SOFT = 160; // ms
export const calm = (duration = SOFT) => (matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : duration);

// How far to shift what reaches from `low` to `high` so that it lies within `room`; its beginning first.
const shiftOf = (low, high, least, room) => {
  if (low < least) return least - low;
  return high > room ? Math.max(room - high, least - low) : 0;
};
const LEAST_ZOOM = 0.6; // below it a form cannot be read
const [AROUND, BELOW] = [24, 104]; // px; the bar stands below

// Moves the view no farther than it takes to see the node; comes nearer when it is too small to read.
export const show = (id, least = 0) => {
  const node = doc.get().nodes[id];
  if (!node || !stage.flow || !stage.box) return;
  const box = boxOf(node);
  const { x, y, zoom } = stage.flow.getViewport();
  if (zoom < least) {
    const at = middle(box);
    stage.flow.setCenter(at.x, at.y, { zoom: least, duration: calm() });
    return;
  }
  if (!stage.box) return;
  const { clientWidth, clientHeight } = stage.box;
  const dx = shiftOf(box.x * zoom + x, (box.x + box.width) * zoom + x, AROUND, clientWidth - AROUND);
  const dy = shiftOf(box.y * zoom + y, (box.y + box.height) * zoom + y, AROUND, clientHeight - BELOW);
  if (dx || dy) stage.flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: calm() });
};

export const focusNode = (id, isShown = true) => {
  if (isShown) show(id);
  later(() => elementOf(id)?.querySelector(".vg-node, .vg-paper"), (card) => card.focus({ preventScroll: true }));
};
const FIELDS = "[data-first], textarea:not(:disabled), input:not(:disabled), select:not(:disabled), .vg-node-body button:not(:disabled)";
export const focusField = (id) => {
  show(id, LEAST_ZOOM);
  later(() => elementOf(id)?.querySelector(FIELDS), (field) => field.focus({ preventScroll: true }));
};
export const focusCanvas = () => stage.box?.focus({ preventScroll: true });

// Where new things go: under the pointer, else beside what is selected, else in the middle of what is seen.
export const spot = () => {
  if (!stage.flow || !stage.box) return { x: 0, y: 0 };
  const beside = doc.get().nodes[ui.get().selected.at(-1)];
  if (!stage.pointer && beside) return { x: beside.position.x + sizeOf(beside).width + 3 * GAP, y: beside.position.y + 29 };
  const seen = stage.box.getBoundingClientRect();
  const point = stage.pointer ?? { x: seen.left + seen.width / 2, y: seen.top + seen.height / 2 };
  return stage.flow.screenToFlowPosition(point);
};

// Adds a node where there is room, selects it and goes into its first field. Returns its id, "" when there was no room left.
export const put = (type, at, options) => {
  const size = sizeOf({ id: "", type });
  const id = addNode(type, free({ x: at.x - (options?.wire?.target ? size.width : 0), y: at.y - 29 }, size, doc.get().nodes), options);
  if (!id) return "";
  pick([id]);
  focusField(id);
  return id;
};

export const walk = (way) => {
  const { nodes, order } = doc.get();
  const [from] = ui.get().selected.slice(-1);
  const id = from && nodes[from] ? neighbour(nodes, from, way) : order[0];
  if (!id) return null;
  pick([id]);
  focusNode(id);
  return id;
};

export const nudge = (way, by = STEP) => {
  const [dx, dy] = WAYS[way];
  const { nodes } = doc.get();
  const moves = ui.get().selected.filter((id) => nodes[id]).map((id) => ({ id, x: nodes[id].position.x + dx * by, y: nodes[id].position.y + dy * by }));
  if (moves.length) moveNodes(moves, { key: `${ui.get().selected.join()}` });
};
