// How long the video is: steps of five seconds, a Segment each.
import { useEffect, useId, useState } from "react";
import { Minus, Plus } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { lengthProblem, LONGEST, SHORTEST, STEP } from "./length.js";

const USUAL = [15, 30, 45, 60, 90];

const nearest = (n) => [Math.floor(n / STEP) * STEP, Math.ceil(n / STEP) * STEP].filter((one) => one >= SHORTEST && one <= LONGEST);

function Wrong({ t, id, typed, problem, onPick }) {
  const texts = { none: t("wizard.seconds_none"), short: t("wizard.seconds_short", { n: SHORTEST }), long: t("wizard.seconds_long", { n: LONGEST }), step: t("wizard.seconds_step") };
  return (
    <p id={id} className="vg-field-error vg-seconds-wrong" role="alert" data-testid="project-seconds-error">{texts[problem]} {problem === "step" && nearest(Number(typed)).map((one) => <button key={one} type="button" className="vg-link" onClick={() => onPick(one)}>{t("wizard.seconds_take", { n: one })}</button>)}</p>
  );
}

// value: seconds, as typed; a string while it makes no sense.
export function SecondsPick({ value, onChange, testId = "project-seconds" }) {
  const t = useT();
  const id = useId();
  const [typed, setTyped] = useState(String(value));
  useEffect(() => { if (Number(typed) !== Number(value)) setTyped(String(value)); }, [value]);
  const problem = lengthProblem(typed);
  const type = (text) => { setTyped(text); onChange(lengthProblem(text) ? text : Number(text)); };
  const by = (step) => type(String(Math.min(LONGEST, Math.max(SHORTEST, (step > 0 ? Math.floor(Number(typed) / STEP) : Math.ceil(Number(typed) / STEP)) * STEP + step || 30))));
  const shown = problem ? SHORTEST : Number(typed);
  return (
    <div className="vg-seconds">
      <div className="vg-seconds-head"><label className="vg-label" htmlFor={id}>{t("wizard.seconds")}</label>{!problem && <output className="vg-hint" htmlFor={id} data-testid="project-segments">{t("wizard.seconds_segments", { n: shown / STEP })}</output>}</div>
      <div className="vg-seconds-line">
        <button type="button" className="vg-icon-btn vg-step" disabled={!problem && shown <= SHORTEST} onClick={() => by(-STEP)} aria-label={t("wizard.seconds_less")}><Icon of={Minus} /></button>
        <span className="vg-seconds-typed"><input id={id} className="vg-input vg-num" inputMode="numeric" value={typed} aria-invalid={Boolean(problem)} aria-describedby={problem ? `${id}-wrong` : undefined} onChange={(event) => type(event.target.value.replace(/[^\d.,-]/g, "").replace(",", ".").slice(0, 6))} onKeyDown={(event) => { const step = { ArrowUp: STEP, ArrowDown: -STEP }[event.key]; if (step) { event.preventDefault(); by(step); } }} data-testid={testId} /><i aria-hidden="true">s</i></span>
        <button type="button" className="vg-icon-btn vg-step" disabled={!problem && shown >= LONGEST} onClick={() => by(STEP)} aria-label={t("wizard.seconds_more")}><Icon of={Plus} /></button>
        <div className="vg-slider vg-seconds-slider"><input type="range" min={SHORTEST} max={LONGEST} step={STEP} value={shown} aria-label={t("wizard.seconds")} aria-valuetext={t("cut.seconds", { n: shown })} style={{ "--share": `${((shown - SHORTEST) / (LONGEST - SHORTEST)) * 100}%` }} onChange={(event) => type(event.target.value)} /></div>
      </div>
      {problem && <Wrong t={t} id={`${id}-wrong`} typed={typed} problem={problem} onPick={(n) => type(String(n))} />}
      <div className="vg-seconds-usual" aria-hidden="true">{USUAL.map((n) => <button key={n} type="button" tabIndex={-1} data-on={shown === n || undefined} onClick={() => type(String(n))}>{t("cut.seconds", { n })}</button>)}</div>
    </div>
  );
}
