// All fields of a Node, from what its type and the chosen Provider declare: no form is written by hand.
import { useCallback } from "react";
import { TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "./form.css";
import { AssetField } from "./asset_field.jsx";
import { narrowed, offered, typeOf, useCatalog, valueOf } from "./catalog.js";
import { Bed, Brand, Pillar, Voice } from "./choice_fields.jsx";
import { setParams } from "./commands.js";
import { Colour, Figure, nameOfField, nameOfValue, Seed, Select, Switch, Text } from "./controls.jsx";
import { doc, nodeOf, useNode } from "./doc.js";
import { adjusted, isTold, noted, tellAbout } from "./fit.js";
import { useFitting } from "./fitting.js";
import { inputsOf } from "./inputs.js";
import { Model, Provider } from "./maker_field.jsx";
import { PromptText } from "./prompt_text.jsx";
import { Heirs, HighestPrice } from "./seldom.jsx";

const CONTROLS = {
  select: Select, switch: Switch, number: Figure, decimal: Figure, seed: Seed, text: Text, longtext: Text, colour: Colour, asset: AssetField,
  brand: Brand, bed: Bed, voice: Voice, pillar: Pillar, provider: Provider, model: Model, makers: Heirs, usd: HighestPrice,
};
const FITTING = ["provider", "model"]; // choosing another one may change the rest
const INSTEAD = { bed: "asset", asset: "bed" }; // a music Node has one of the two
const shows = (field) => field.isThere !== false || field.kind === "model";
// A language may be typed in two letters: those that are spoken here are offered.
const LANGUAGES = ["fr", "en", "es", "it", "pt", "de", "hi", "ja", "zh"];
const usable = (field) => (field.name === "language" && !field.values ? { ...field, kind: "select", values: LANGUAGES } : field);

// What changed by itself: said until the next edit.
function Changed({ node }) {
  const t = useT();
  const told = noted.use(useCallback((all) => all[node.id], [node.id]));
  if (!isTold(told, node)) return null;
  const { fields } = typeOf(node.type);
  const words = ({ name, from, to, limit }) => {
    const field = fields.find((one) => one.name === name);
    const values = { field: nameOfField(t, name), from: nameOfValue(t, field, from), to: nameOfValue(t, field, to), provider: told.provider };
    return limit === null ? t("form.changed", values) : t("form.changed_most", values);
  };
  return (
    <div className="vg-node-changed" role="status" data-testid={`node-${node.id}-changed`}>
      <TriangleAlert size={14} aria-hidden="true" />
      <ul>{told.changed.map((one) => <li key={one.name}>{words(one)}</li>)}</ul>
    </div>
  );
}

function Fields({ node, fields, inputs, locked }) {
  const change = (field) => (value, options) => {
    const { id } = node;
    if (!FITTING.includes(field.name)) {
      const other = value && fields.find((one) => one.name === INSTEAD[field.name]);
      setParams(id, { [field.name]: value, ...(other && { [other.name]: null }) }, options);
      return;
    }
    const { params, changed } = adjusted(nodeOf(id), inputs, { [field.name]: value });
    setParams(id, params, options);
    tellAbout(nodeOf(id), changed);
  };
  return fields.map((field) => {
    const Control = field.name === "text" && node.type === "prompt" ? PromptText : CONTROLS[field.kind] ?? Text;
    return <Control key={field.name} node={node} field={field} value={valueOf(node, field.name)} inputs={inputs} locked={locked} onChange={change(field)} />;
  });
}

// node, inputs: instead of those of the Graph that is open, as of a past Run's.
export function Form({ id, locked = false, node: given, inputs: connected }) {
  const t = useT();
  useCatalog();
  const open = useNode(id);
  const joined = doc.use(useCallback((now) => inputsOf(now.edges, id), [id]));
  const node = given ?? open;
  const inputs = connected ?? joined;
  const isLocked = locked || Boolean(given);
  useFitting(node, inputs, isLocked);
  const type = typeOf(node?.type);
  if (!type?.fields.length) return null;
  const offers = offered(node.type, valueOf(node, "provider"), valueOf(node, "model"), inputs);
  const fields = type.fields.map((field) => usable(narrowed(field, offers))).filter(shows);
  const seldom = fields.filter((field) => field.isSeldom);
  return (
    <div className="vg-node-fields" data-locked={isLocked || undefined}>
      <Fields node={node} fields={fields.filter((field) => !field.isSeldom)} inputs={inputs} locked={isLocked} />
      <Changed node={node} />
      {seldom.length > 0 && (
        <details className="vg-node-seldom">
          <summary className="nodrag">{t("form.more")}</summary>
          <div className="vg-node-fields"><Fields node={node} fields={seldom} inputs={inputs} locked={isLocked} /></div>
        </details>
      )}
    </div>
  );
}
