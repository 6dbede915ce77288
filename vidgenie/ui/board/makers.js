// Who can make what, what it costs at the service, and whether a key is there.
import { useT } from "$/utils/vidgenie_i18n";
import { call } from "../settings/rest.js";
import { dollars } from "../money/words.js";
import { store } from "../cut/store.js";

const makers = store(null); // kind -> [{slug, title, demo, ready, lacks, holder, microUsd, unit}]
let reading = null;

export const readMakers = () => {
  reading ??= call("GET", "/api/user/preferences").then(({ data }) => { reading = null; if (data) makers.set(() => data.choices); });
  return reading;
};

const NONE = [];
export const useMakers = (kind) => makers.use((all) => all?.[kind] ?? NONE);
// What this server makes itself has a short name: its own fills no small place.
const nameOf = (t, one) => (one.demo ? t("board.built_in") : one.title);
// Its name as a maker of clips, where it is one.
export const titleOf = (t, slug) => {
  const { video = [], ...others } = makers.get() ?? {};
  const found = [...video, ...Object.values(others).flat()].find((one) => one.slug === slug);
  return found ? nameOf(t, found) : slug;
};
export const useTitle = (slug) => { const t = useT(); makers.use(); return slug ? titleOf(t, slug) : ""; };

const UNITS = ["clip", "second", "image"];
export const priceOf = (t, one) => {
  if (one.lacks) return t.label("board_word", `lacks_${one.lacks}`);
  if (one.demo || !one.microUsd) return t("board.free");
  return `${dollars(t, one.microUsd)}${UNITS.includes(one.unit) ? ` ${t.label("board_word", `per_${one.unit}`)}` : ""}`;
};
// "Luma · $0.15 a clip", "Built in · free", "Runway · needs a key"
export const named = (t, one) => `${nameOf(t, one)} · ${priceOf(t, one)}`;
