// How long a text takes to say, against the length of its Segment.
import { useT } from "$/utils/vidgenie_i18n";
import { LEAD, speechSeconds, TAIL } from "../cut/lengths.js";

const FASTER = 1.15; // times faster a voice may speak to fit, as in ui/cut/lengths.js

// Up to `seconds` of the Segment it fits; a little more is said faster; above that the Segment grows.
export function Spoken({ text, seconds, language, speed = 1 }) {
  const t = useT();
  const spoken = speechSeconds(text ?? "", language, speed || 1);
  const room = seconds - LEAD - TAIL;
  const state = spoken <= room ? "fits" : spoken <= room * FASTER ? "tight" : "long";
  const shown = Math.round(spoken * 10) / 10;
  const says = { fits: t("wizard.spoken_fits", { n: shown, seconds }), tight: t("wizard.spoken_tight", { n: shown, seconds }), long: t("wizard.spoken_long", { n: shown, seconds }) }[state];
  return <span className="vg-spoken vg-num" data-state={spoken ? state : "none"} title={says}><i style={{ width: `${Math.min(100, (spoken / room) * 100)}%` }} /><b>{t("wizard.spoken", { n: shown, seconds })}</b><span className="vg-sr">{says}</span></span>;
}
