// What changes, in words.
const SIZE = /^(\d+)x(\d+)$/;
const IN_SECONDS = ["duration", "seconds"];

// The value of a field, as a person reads it.
export const valueText = (t, field, value) => {
  if (IN_SECONDS.includes(field) && typeof value === "number") return t("cut.seconds", { n: value });
  const [, width, height] = SIZE.exec(value) ?? [];
  if (width) return `${width}\u202f×\u202f${height}`;
  return typeof value === "number" ? String(value) : t.label("option", String(value));
};

export const fieldText = (t, field) => {
  const name = t.label("field", field);
  return name.charAt(0).toLocaleUpperCase(t.locale) + name.slice(1);
};

const UNSAID = ["provider", "model", "voice"]; // of the free Providers: that it is another one is said already

// Lines of a way as POST /api/workflow/cheaper tells it: what becomes of which Node. nameOf(change): the Node's.
export const linesOf = (t, way, nameOf) => way.changes.flatMap((change) => {
  const fields = Object.keys(change.to).filter((field) => way.kind !== "demo" || !UNSAID.includes(field));
  const said = fields.map((field) => t("ways.change", { field: fieldText(t, field), from: valueText(t, field, change.from[field]), to: valueText(t, field, change.to[field]) }));
  return said.length ? [{ name: nameOf(change), text: said.join(" · ") }] : [];
});
