// Who does it, and with which model: what each can do, what it lacks, and the way to where that is put right.
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { canMake, makers, typeOf } from "./catalog.js";
import { nameOfValue, Options, Text } from "./controls.jsx";

const SETTINGS = "/settings#keys";
const LACKS = { key: "no_key", good_key: "bad_key", setup: "no_setup" };

// What a Node starts from, by the ports that decide what a Provider can do.
const start = (inputs) => ["video", "image"].find((name) => inputs.includes(name)) ?? "text";

const hintOf = (t, one, isAble, inputs) => {
  if (!isAble) return t.label("hint", `not_from_${start(inputs)}`);
  if (one.lacks) return t.label("hint", LACKS[one.lacks]);
  return one.demo ? t.label("hint", "demo") : "";
};

const cannot = (t, mode, provider) => ({ text: () => t("form.cannot_text", { provider }), image: () => t("form.cannot_image", { provider }), video: () => t("form.cannot_video", { provider }) })[mode]();

// The way to where Providers that cannot be chosen yet are set up; straight to the one that is chosen.
function SetUp({ known, chosen }) {
  const t = useT();
  const lacking = known.filter((one) => one.lacks);
  if (!lacking.length) return null;
  const own = lacking.find((one) => one.slug === chosen);
  const to = own?.holder ? `${SETTINGS}/${own.holder}` : SETTINGS;
  return <Link to={to} className={`vg-node-setup nodrag ${own ? "vg-node-setup-own" : ""}`}>{own ? t("form.set_up", { provider: own.title }) : t("form.set_up_more")}</Link>;
}

// In the Account's order; one that was removed since it was chosen is still named.
export function Provider({ node, field, value, inputs, locked, onChange }) {
  const t = useT();
  const known = makers(typeOf(node.type).kind);
  const options = known.map((one) => {
    const isAble = canMake(node.type, one.slug, inputs);
    const hint = hintOf(t, one, isAble, inputs);
    return { value: one.slug, text: hint ? `${one.title} · ${hint}` : one.title, disabled: Boolean(one.lacks) || !isAble };
  });
  if (!known.some((one) => one.slug === value)) options.push({ value, text: `${value} · ${t.label("hint", "no_setup")}`, disabled: true });
  const chosen = known.find((one) => one.slug === value);
  return (
    <>
      <Options field={field} value={value} locked={locked} options={options} onChange={onChange} />
      {!locked && <SetUp known={known} chosen={value} />}
      {!canMake(node.type, value, inputs) && <p className="vg-node-cannot" role="alert">{cannot(t, start(inputs), chosen?.title ?? value)}</p>}
    </>
  );
}

// Nothing to choose from: nothing is shown, unless another one was asked for once.
export function Model({ field, value, locked, onChange }) {
  const t = useT();
  if (field.isThere === false && !value) return null;
  if (field.isOpen) return <Text field={{ ...field, kind: "text" }} value={value} locked={locked} onChange={onChange} suggestions={(field.values ?? []).filter(Boolean)} />;
  return <Options field={field} value={value ?? ""} locked={locked} onChange={onChange} options={(field.values ?? [""]).map((one) => ({ value: one, text: nameOfValue(t, field, one) }))} />;
}
