// How the clip of a Segment is made: from what, by whom, how long, how it is shown.
import { Clapperboard, FileType, FileVideo, Image, SlidersHorizontal } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Choice, Toggle, word } from "../cut/parts.jsx";
import { Icon } from "../settings/parts.jsx";
import { CHOICES } from "./fields.js";
import { named, useMakers, useTitle } from "./makers.js";
import { Popover } from "./popover.jsx";
import { useHead } from "./project.js";
import { Reference } from "./reference.jsx";
import { change, useValue } from "./saving.js";

export const MODES = { text: FileType, image: Image, video: Clapperboard, own: FileVideo };
const FITS = ["auto", "fill", "fit", "crop"];
const LONGEST = 30; // seconds, as in domain/project.py
const USUAL = [3, 4, 5, 6, 8, 10, 12, 15, 20, 30];

function Seconds({ id, n, segment }) {
  const t = useT();
  const value = useValue(id, "seconds", segment.seconds);
  const choices = [...new Set([...USUAL, value])].filter((one) => one >= 1 && one <= LONGEST).sort((a, b) => a - b);
  return (
    <select className="vg-bs-pick" value={value} aria-label={t("board.seconds_of", { n })} title={t("board.seconds")} onChange={(event) => change(id, { seconds: Number(event.target.value) }, true)} data-testid={`segment-${n}-seconds`}>
      {choices.map((one) => <option key={one} value={one}>{t("cut.seconds", { n: one })}</option>)}
    </select>
  );
}

function Maker({ id, n, segment }) {
  const t = useT();
  const value = useValue(id, "provider", segment.provider) ?? "";
  const usual = useValue(CHOICES, "provider", useHead((head) => head.choices.provider));
  const title = useTitle(usual);
  const makers = useMakers("video");
  const isKnown = !value || makers.some(({ slug }) => slug === value);
  return (
    <select className="vg-bs-pick" data-own={Boolean(value) || undefined} value={value} aria-label={t("board.provider_of", { n })} title={t("board.provider")} onChange={(event) => change(id, { provider: event.target.value, model: "" }, true)} data-testid={`segment-${n}-provider`}>
      <option value="">{t("board.as_project", { title })}</option>
      {makers.map((one) => <option key={one.slug} value={one.slug} disabled={Boolean(one.lacks) && one.slug !== value}>{named(t, one)}</option>)}
      {!isKnown && <option value={value}>{value}</option>}
    </select>
  );
}

function Details({ id, n, segment }) {
  const t = useT();
  const fit = useValue(id, "fit", segment.fit);
  const keepSound = useValue(id, "keepSound", segment.keepSound);
  return (
    <div className="vg-cut-stack">
      <Choice label={t("cut.fit")} value={fit} choices={FITS.map((one) => [one, word(t, "fit", one)])} onChange={(one) => change(id, { fit: one }, true)} testId={`segment-${n}-fit`} />
      <p className="vg-hint">{word(t, "fit_text", fit)}</p>
      <Toggle label={t("cut.keep_sound")} hint={t("cut.keep_sound_text")} checked={Boolean(keepSound)} onChange={(one) => change(id, { keepSound: one }, true)} testId={`segment-${n}-sound`} />
    </div>
  );
}

export function SegmentTools({ id, n, segment }) {
  const t = useT();
  const mode = useValue(id, "mode", segment.mode);
  return (
    <div className="vg-bs-tools">
      <span className="vg-bs-mode">
        <Icon of={MODES[mode] ?? FileType} size={14} />
        <select className="vg-bs-pick" value={mode} aria-label={t("board.mode_of", { n })} title={t("board.mode")} onChange={(event) => change(id, { mode: event.target.value }, true)} data-testid={`segment-${n}-mode`}>
          {Object.keys(MODES).map((one) => <option key={one} value={one}>{t.label("board_word", `mode_${one}`)}</option>)}
        </select>
      </span>
      {mode !== "text" && <Reference id={id} n={n} segment={segment} mode={mode} />}
      {mode !== "own" && <Maker id={id} n={n} segment={segment} />}
      <Seconds id={id} n={n} segment={segment} />
      <Popover label={t("board.details", { n })} title={t("board.details_title")} button={<Icon of={SlidersHorizontal} size={15} />} className="vg-pop-details" testId={`segment-${n}-details`}><Details id={id} n={n} segment={segment} /></Popover>
    </div>
  );
}
