// What can be added: every node type, what it does, what it costs and whether its key is there.
import { useMemo } from "react";
import { Link } from "react-router";
import { KeyRound } from "lucide-react";
import TABLE from "$/utils/vidgenie_texts.js";
import { useT } from "$/utils/vidgenie_i18n";
import { Badge, Icon } from "../settings/parts.jsx";
import { catalog, makers, priceOf, starter } from "./catalog.js";
import { doc } from "./doc.js";
import { Finder } from "./finder.jsx";
import { TypeIcon } from "./icon.jsx";
import { put } from "./moving.js";
import { say, stage, ui } from "./selection.js";
import { takers } from "./wiring.js";

const GROUPS = ["idea", "text", "image", "video", "sound", "film", "other"];
const GROUP_OF = { prompt: "idea", asset: "idea", footage: "idea", recording: "idea", enhance: "text", script: "text", line: "text", image: "image", video: "video", speech: "sound", music: "sound", captions: "film", segment: "film", assemble: "film", output: "film", note: "other" };
const ORDER = Object.keys(GROUP_OF);
// What people call it, in both languages.
const label = (group, slug) => TABLE[`${group}.${slug}`] ?? [];
const texts = (slug) => [...label("node", slug), ...label("node_about", slug), ...label("node_words", slug), slug];

const itemOf = (type, fit) => {
  const all = makers(type.kind);
  const params = starter(type.slug);
  const maker = all.find((one) => one.slug === params.provider);
  return { key: type.slug, type, params, port: fit?.[type.slug], group: GROUP_OF[type.slug] ?? "other", texts: texts(type.slug), isDemo: Boolean(maker?.demo), lacksKey: Boolean(type.kind) && !all.some((one) => one.ready), credits: priceOf({ type: type.slug, params }), makers: all.filter((one) => one.ready && !one.demo).map((one) => one.title) };
};
const rank = ({ key, group }) => GROUPS.indexOf(group) * 100 + ORDER.indexOf(key);
const sorted = (items) => [...items].sort((a, b) => rank(a) - rank(b));

function Line({ item }) {
  const t = useT();
  return (
    <>
      <span className="vg-node-icon"><TypeIcon name={item.type.icon} size={17} /></span>
      <span className="vg-find-words"><b>{t.label("node", item.key)}</b><small>{t.label("node_about", item.key)}{item.makers.length > 0 && ` · ${item.makers.slice(0, 3).join(", ")}`}</small></span>
      <span className="vg-find-side">
        {item.lacksKey && <Badge tone="warn"><Icon of={KeyRound} size={12} />{t("canvas.needs_key")}</Badge>}
        {item.isDemo && <Badge>{t("create.demo")}</Badge>}
        {!item.isDemo && item.credits > 0 && <Badge tone="accent">{t("credits.short", { n: item.credits })}</Badge>}
      </span>
    </>
  );
}

function Open({ palette }) {
  const t = useT();
  const { types } = catalog.use() ?? { types: [] };
  const { at, wire } = palette;
  const items = useMemo(() => {
    const fit = wire ? takers(doc.get(), wire, types) : null;
    return sorted(types.filter(({ slug }) => !fit || fit[slug]).map((type) => itemOf(type, fit)));
  }, [types, wire]);
  const take = ({ key, params, port }) => {
    const joined = wire && (wire.source ? { ...wire, targetHandle: port } : { ...wire, sourceHandle: port });
    const id = put(key, at, { params, ...(joined && { wire: joined }) });
    if (id) say(t("canvas.added", { what: t.label("node", key) }));
  };
  const point = stage.flow?.flowToScreenPosition(at);
  const foot = items.some(({ lacksKey }) => lacksKey) && <p className="vg-find-foot"><Link to="/settings#keys">{t("canvas.set_up_keys")}</Link></p>;
  return <Finder label={wire ? t("canvas.palette_wire") : t("canvas.palette")} items={items} groupOf={(name) => t.label("node_group", name)} onTake={take} onClose={() => ui.set({ palette: null })} draw={(item) => <Line item={item} />} testId="palette" searchId="palette-search" itemId={({ key }) => `palette-item-${key}`} at={point} empty={wire && !items.length ? t("canvas.nothing_fits") : undefined} foot={foot} />;
}

export function Palette() {
  const palette = ui.use((now) => now.palette);
  return palette && <Open palette={palette} />;
}
