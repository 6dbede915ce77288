// Choices among what the Account or this installation has: brand kits, beds, voices, pillars.
import { useEffect } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { call } from "../settings/rest.js";
import { store } from "../cut/store.js";
import { valueOf } from "./catalog.js";
import { nameOfValue, Options, Text } from "./controls.jsx";

const lists = store({}); // address -> its answer
const reading = new Set();
const read = async (address) => {
  if (reading.has(address)) return;
  reading.add(address);
  const { data } = await call("GET", address);
  reading.delete(address);
  if (data) lists.set((all) => ({ ...all, [address]: data }));
};
// Read when the first form asks for it, and again when another one appears.
const useList = (address) => {
  useEffect(() => { read(address); }, [address]);
  return lists.use((all) => all[address]);
};

export function Brand({ field, value, locked, onChange }) {
  const t = useT();
  const kits = useList("/api/brand-kits")?.brandKits ?? [];
  const options = [{ value: "", text: t("form.no_brand") }, ...kits.map((kit) => ({ value: kit.id, text: kit.name }))];
  if (value && !kits.some((kit) => kit.id === value)) options.push({ value, text: t("form.gone"), disabled: true });
  return <Options field={field} value={value} locked={locked} options={options} onChange={onChange} />;
}

// A bed of ours, or sound of one's own: one of the two.
export function Bed({ field, value, locked, onChange }) {
  const t = useT();
  const beds = useList("/api/music")?.beds ?? [];
  const options = [{ value: "", text: t("form.own_music") }, ...beds.map((bed) => ({ value: bed.slug, text: t.label("cut_word", `bed_${bed.slug}`) }))];
  return <Options field={field} value={value} locked={locked} options={options} onChange={(one) => onChange(one || null)} />;
}

export function Pillar({ field, value, locked, onChange }) {
  const t = useT();
  const items = useList("/api/pillars")?.items ?? [];
  const titled = (one) => (one.isOwn ? one.name : t.label("board_word", `pillar_${one.name}`));
  return <Options field={{ ...field, isOpen: true }} value={value} locked={locked} options={items.map((one) => ({ value: one.name, text: titled(one) }))} onChange={onChange} />;
}

const speaks = (voice, language) => !voice.languages?.length || voice.languages.some((one) => one.split(/[-_]/)[0] === language);

// Those known without asking, and those the Account's key can use; typed in where nobody knows any.
export function Voice({ node, field, value, locked, onChange }) {
  const t = useT();
  const language = valueOf(node, "language");
  const provider = valueOf(node, "provider");
  const found = (useList(`/api/voices?language=${language}`)?.voices ?? []).filter((voice) => voice.provider === provider && speaks(voice, language));
  const offline = (field.values ?? []).filter(Boolean);
  if (!found.length && !offline.length) return <Text field={field} value={value} locked={locked} onChange={onChange} />;
  const voices = found.length ? found.map((voice) => ({ value: voice.id, text: voice.title })) : offline.map((one) => ({ value: one, text: nameOfValue(t, field, one) }));
  return <Options field={{ ...field, isOpen: true }} value={value} locked={locked} options={[{ value: "", text: t("form.automatic") }, ...voices]} onChange={onChange} />;
}
