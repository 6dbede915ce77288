// Which Templates are looked for: words, kind, and what they have or take.
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export const KINDS = ["all", "graph", "project"];
const FILES = ["image", "video", "audio"];

// name -> whether a Template is so.
export const TRAITS = {
  free: (one) => one.isFree,
  voice: (one) => one.uses.includes("voice"),
  music: (one) => one.uses.includes("music"),
  files: (one) => one.holes.some((hole) => FILES.includes(hole.kind)),
  own: (one) => one.isOwn,
};

export const NOTHING = Object.freeze({ q: "", kind: "all", traits: Object.freeze([]) });

export const isFiltered = ({ q, kind, traits }) => Boolean(q.trim()) || kind !== "all" || traits.length > 0;

// Every word, in any order, somewhere in the title or in what it says of itself.
export const found = (list, { q, kind, traits }) => {
  const words = folded(q).split(/\s+/).filter(Boolean);
  return list.filter((one) => {
    const said = folded(`${one.title} ${one.description} ${one.theme ?? ""}`);
    return (kind === "all" || one.kind === kind) && traits.every((name) => TRAITS[name](one)) && words.every((word) => said.includes(word));
  });
};

// Where an arrow key leads among `count` cards in `columns`.
export const stepped = (key, at, count, columns) => {
  const to = at + ({ ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[key] ?? 0);
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return to < 0 || to >= count ? at : to;
};
