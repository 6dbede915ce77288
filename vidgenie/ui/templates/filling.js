// Texts and files for the holes of a Template.
export const isText = (hole) => hole.kind === "text";

// What is in the form before anybody has typed.
export const firstValues = (holes) => Object.fromEntries(holes.filter(isText).map((hole) => [hole.name, hole.example]));

// Characters as the server counts them: a letter outside of the basic plane is one.
export const lengthOf = (text) => [...text].length;

// Name of the first hole that cannot stay as it is, "" when all is well.
export const firstWrong = (holes, values) => holes.find((hole) => isText(hole) && ((hole.required && !values[hole.name]?.trim()) || lengthOf(values[hole.name] ?? "") > hole.longest))?.name ?? "";

// What is sent: texts as they are typed, files that were chosen.
export const asked = (holes, values, files, language) => ({
  values: Object.fromEntries(holes.filter(isText).map((hole) => [hole.name, values[hole.name] ?? ""])),
  assets: Object.fromEntries(Object.entries(files).filter(([, file]) => file).map(([name, file]) => [name, file.id])),
  language,
});

// The hole an error is about, "" when it is about none.
export const holeOf = (error) => (/^(?:values|assets)\./.test(error?.field ?? "") ? error.field.split(".")[1] : "");

// Hole -> text in a copy of the Graph: what the drawing shows while somebody types. See services/template_holes.py.
const HOLE = /\{\{\s*([a-z][a-z0-9_]{0,39})\s*\}\}/g;
export const named = (text) => [...text.matchAll(HOLE)].map((match) => match[1]);

// Texts of a Graph that may become holes: [{id, node, param, title, text, isOn}]. typeOf: see flow/catalog.js.
const SHORTEST_LIMIT = 150; // as in services/template_holes.py: what takes fewer letters is a name of something
export const textsOf = (nodes, typeOf) => nodes.flatMap((node) => {
  const fields = typeOf(node.type)?.executes === false ? [] : typeOf(node.type)?.fields ?? [];
  return fields
    .filter((field) => ["text", "longtext"].includes(field.kind) && (field.most ?? 0) > SHORTEST_LIMIT && String(node.params?.[field.name] ?? "").trim())
    .map((field) => ({ id: `${node.id}.${field.name}`, node: node.id, type: node.type, param: field.name, title: node.title ?? "", text: String(node.params[field.name]), isOn: node.type === "prompt" && !named(String(node.params[field.name])).length }));
});
