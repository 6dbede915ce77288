// A Template: its picture, and what its video says while somebody looks at it.
import { useEffect, useState } from "react";
import { LayoutTemplate } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { useIsStill } from "../cut/parts.jsx";
import { Icon } from "../settings/parts.jsx";
import { call, useResource } from "../settings/rest.js";

const LINE = 1700; // ms a line is shown

export const useTemplates = () => {
  const t = useT();
  const [data, error, reload] = useResource(`/api/templates?kind=project&language=${t.locale}`);
  return [data?.items ?? null, error, reload];
};

// Read once for each language, when somebody first looks at it.
const read = new Map();
const details = (slug, language) => {
  const path = `/api/templates/${encodeURIComponent(slug)}?language=${language}`;
  if (!read.has(path)) read.set(path, call("GET", path).then(({ data, error }) => { if (error) read.delete(path); return data ?? null; }));
  return read.get(path);
};

// What is said, line after line. The texts of a Template have a hole for the theme.
const linesOf = (template) => (Array.isArray(template?.segments) ? template.segments : []).map((one) => (one.text ?? "").replaceAll("{theme}", template.theme ?? "")).filter(Boolean);

const useLines = (slug, isOn) => {
  const t = useT();
  const [lines, setLines] = useState([]);
  useEffect(() => {
    if (!isOn) return undefined;
    let isHere = true;
    details(slug, t.locale).then((found) => isHere && setLines(linesOf(found)));
    return () => { isHere = false; };
  }, [slug, isOn, t.locale]);
  return isOn ? lines : [];
};

// One line after the other, as in the video.
const useTurn = (count, isStill) => {
  const [at, setAt] = useState(0);
  useEffect(() => {
    setAt(0);
    if (count < 2 || isStill) return undefined;
    const timer = setInterval(() => setAt((old) => (old + 1) % count), LINE);
    return () => clearInterval(timer);
  }, [count, isStill]);
  return count ? at % count : 0;
};

// isOn: somebody looks at it; what it says is shown over the picture.
export function TemplatePoster({ template, isOn = false }) {
  const lines = useLines(template.slug, isOn);
  const at = useTurn(lines.length, useIsStill());
  return (
    <span className="vg-poster" data-on={isOn || undefined}>
      {template.posterUrl ? <img src={template.posterUrl} alt="" loading="lazy" /> : <Icon of={LayoutTemplate} size={26} />}
      {lines.length > 0 && <span className="vg-poster-line" key={at} aria-hidden="true">{lines[at]}</span>}
      {lines.length > 1 && <span className="vg-poster-at" aria-hidden="true">{lines.map((line, place) => <i key={place} data-on={place <= at || undefined} />)}</span>}
    </span>
  );
}
