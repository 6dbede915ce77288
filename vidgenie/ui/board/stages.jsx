// From the script to the finished video: four stages, the next one with its price.
import { memo, useEffect, useState } from "react";
import { Check, ChevronDown, Clapperboard, FileText, Film, Play, RefreshCw, Square } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Button, Icon } from "../settings/parts.jsx";
import { useCalm } from "../cut/parts.jsx";
import { stagesOf, useCounts } from "./counting.js";
import { live, runsOf } from "./live.js";
import { Lack } from "./lack.jsx";
import { MenuItem, Popover } from "./popover.jsx";
import { cancel, quote, start, work } from "./producing.js";
import { useHead } from "./project.js";

const DRAWINGS = { script: FileText, animatic: Play, generate: Clapperboard, assemble: Film };
const CALM = 400; // ms nothing changes before the price is asked for

// What a plan costs, asked for again when anything it depends on has changed; null until it is known.
const useQuote = (plan, stamp) => {
  const [price, setPrice] = useState(null);
  const asked = useCalm(plan ? JSON.stringify([plan, stamp]) : "", CALM);
  useEffect(() => {
    if (!asked) { setPrice(null); return undefined; }
    let isHere = true;
    quote(JSON.parse(asked)[0]).then(({ data }) => isHere && setPrice(data ?? null));
    return () => { isHere = false; };
  }, [asked]);
  return price;
};

const priced = (t, n) => (n ? t("credits.count", { n }) : t("board.free"));

function Stage({ name, number, state, isNext, isBusy, label, text, price, onStart, starting, disabled }) {
  const t = useT();
  const drawing = state === "done" ? Check : state === "stale" ? RefreshCw : DRAWINGS[name];
  return (
    <li className="vg-stage" data-state={state} data-next={isNext || undefined}>
      <button type="button" disabled={disabled || isBusy || (Boolean(starting) && starting !== name)} aria-busy={starting === name || state === "busy" || undefined} aria-current={isNext ? "step" : undefined} onClick={onStart} data-testid={`${name}-button`} data-state={state} data-credits={price ?? undefined}>
        <span className="vg-stage-mark">{starting === name || state === "busy" ? <i className="vg-spin" aria-hidden="true" /> : <Icon of={drawing} size={16} />}</span>
        <span className="vg-stage-words"><b>{label}</b><small>{text}{price !== null && <em>{priced(t, price)}</em>}</small></span>
        <span className="vg-sr">{t("board.stage", { n: number })}</span>
      </button>
    </li>
  );
}

// Texts that are there would be replaced: that is asked first.
function Rewrite({ open, onClose, price }) {
  const t = useT();
  return (
    <Dialog open={open} label={t("board.rewrite")} onClose={onClose} testId="rewrite-dialog">
      <div className="vg-ask">
        <h2>{t("board.rewrite")}</h2>
        <p>{t("board.rewrite_text")}</p>
        <footer>
          <Button look="quiet" onClick={onClose}>{t("settings.cancel")}</Button>
          <Button look="primary" onClick={() => { onClose(); start("script", "/script", {}, price); }} testId="rewrite-yes">{t("board.rewrite_yes")} · {priced(t, price)}</Button>
        </footer>
      </div>
    </Dialog>
  );
}

export const Stages = memo(function Stages() {
  const t = useT();
  const counts = useCounts();
  const progress = live.use((value) => value.progress);
  const film = useHead((head) => head.film);
  const animatic = useHead((head) => head.animatic);
  const writer = useHead((head) => head.choices.textProvider);
  const theme = useHead((head) => head.theme);
  // A service's voice may have words to say that nobody has paid for yet: no price is better than a wrong one.
  const isVoiceFree = useHead((head) => !head.choices.voice || head.choices.voice.provider === "local");
  const starting = work.use((value) => value.starting);
  const [isAsked, setAsked] = useState(false);
  const { states, next, isBusy } = stagesOf({ film, animatic }, counts, progress);
  const version = useHead((head) => head.version);
  const toCome = useHead((head) => head.cost?.toCome ?? 0);
  const clips = useQuote(counts.due && !isBusy ? { purpose: "film", segments: "due" } : null, `${version} ${counts.dueIds}`);
  const writing = useQuote(writer && writer !== "local" && !isBusy ? { purpose: "script" } : null, writer);
  const total = clips?.total ?? toCome;
  const available = clips?.available ?? null;
  const isIdle = !isBusy && !starting;
  const stopping = runsOf(progress).some(({ status }) => /cancelling/i.test(status));
  const lacks = available !== null && total > available;
  const costs = writing?.total ?? 0;
  const hasTexts = counts.texts > 0;
  // Of those ways the price is shown that make what is due.
  const generate = (body = {}) => start("generate", "/generate", { segments: "due", assemble: true, ...body }, body.segments ? undefined : clips?.total);
  const stages = {
    script: { label: t("board.script"), text: states.script === "busy" ? t("board.busy") : hasTexts ? t("board.script_done", { n: counts.texts }) : t("board.script_text"), price: hasTexts ? null : costs, onStart: () => (hasTexts ? setAsked(true) : start("script", "/script", {}, writer === "local" ? undefined : writing?.total)), disabled: !theme.trim() },
    animatic: { label: t("board.animatic"), text: states.animatic === "busy" ? t("board.busy") : states.animatic === "stale" ? t("board.changed") : t("board.animatic_text"), price: states.animatic === "done" || states.animatic === "busy" ? null : 0, onStart: () => start("animatic", "/animatic"), disabled: !hasTexts },
    generate: { label: counts.due ? t("board.generate", { n: counts.due }) : t("board.generate_all"), text: t("board.generate_done", { made: counts.made, n: counts.included }), price: counts.due && states.generate !== "busy" ? total : null, onStart: () => generate(), disabled: !hasTexts || !counts.due || lacks },
    assemble: { label: t("board.assemble"), text: states.assemble === "busy" ? t("board.busy") : states.assemble === "done" ? t("board.film_done") : states.assemble === "stale" ? t("board.changed") : t("board.assemble_text"), price: counts.lacking === 0 && hasTexts && isVoiceFree && states.assemble !== "done" && states.assemble !== "busy" ? 0 : null, onStart: () => start("assemble", "/assemble"), disabled: !counts.included || counts.lacking > 0 },
  };
  return (
    <>
      <div className="vg-stages" data-busy={isBusy || undefined}>
        <ol>
          {Object.entries(stages).map(([name, stage], place) => <Stage key={name} name={name} number={place + 1} state={states[name]} isNext={next === name} isBusy={isBusy} starting={starting} {...stage} />)}
        </ol>
        {isBusy ? <Button look="danger" small busy={starting === "cancel"} disabled={stopping} onClick={cancel} testId="cancel-button"><Icon of={Square} size={13} />{stopping ? t("board.stopping") : t("board.cancel")}</Button> : (
          <Popover menu label={t("board.ways")} button={<Icon of={ChevronDown} size={16} />} disabled={!hasTexts} testId="generate-ways">
            {(close) => (
              <>
                <MenuItem onClick={() => { close(); generate({ assemble: false }); }} disabled={!counts.due} hint={t("board.way_clips_text")} data-testid="generate-clips">{t("board.way_clips")}</MenuItem>
                <MenuItem onClick={() => { close(); generate({ sequential: true }); }} disabled={!counts.due} hint={t("board.way_sequence_text")} data-testid="generate-sequence">{t("board.way_sequence")}</MenuItem>
                <MenuItem onClick={() => { close(); generate({ segments: "all" }); }} hint={t("board.way_all_text")} data-testid="generate-all">{t("board.way_all")}</MenuItem>
            </>
          )}
        </Popover>
      )}
    </div>
    <Lack quote={lacks && isIdle ? clips : null} due={counts.dueIds} />
    <Rewrite open={isAsked} onClose={() => setAsked(false)} price={costs} />
    </>
  );
});
