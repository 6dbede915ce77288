// What it costs, and the two ways to make it; while it is made, how far it is.
import { useEffect, useRef, useState } from "react";
import { Film, Square, Zap } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Badge, Button, Icon, Problem } from "../settings/parts.jsx";
import { call } from "../settings/rest.js";
import { lengthText } from "./lengths.js";
import { useCalm, word } from "./parts.jsx";
import { bodyOf, lackOf } from "./request.js";
import { isOver } from "./follow.js";
import { Refusal } from "../ways/refusal.jsx";
import { Ways } from "../ways/ways.jsx";
import { change } from "./draft.js";
import { cancel, forget, run, start } from "./run.js";

const CALM = 500; // ms nobody may change anything before the price is asked for

// The price of what is there, asked for whenever it could be another one.
const useQuote = (draft, kits, isReady) => {
  const [quote, setQuote] = useState({ data: null, error: null });
  const asked = useCalm(isReady ? JSON.stringify({ ...bodyOf(draft, kits, draft.profile), title: "" }) : "", CALM);
  useEffect(() => {
    if (!asked) { setQuote({ data: null, error: null }); return undefined; }
    let isHere = true;
    call("POST", "/api/cuts/quote", JSON.parse(asked)).then(({ data, error }) => isHere && setQuote({ data: data ?? null, error: error ?? null }));
    return () => { isHere = false; };
  }, [asked]);
  return quote;
};

function Price({ quote }) {
  const t = useT();
  if (!quote) return null;
  return (
    <span className="vg-cut-price" data-testid="cut-quote" data-total={quote.total}>
      <Badge tone={quote.total ? "" : "good"}>{quote.total ? t("credits.count", { n: quote.total }) : t("cut.free")}</Badge>
    </span>
  );
}

const AT_WORK = ["loading"];

// What is being done, in words: the first Node at work, and how many are done.
const workOf = (t, status) => {
  const nodes = status?.nodes ?? [];
  const current = nodes.find((node) => node.id === status.currentStep) ?? nodes.find((node) => AT_WORK.includes(node.status));
  if (!current) return "";
  const same = nodes.filter((node) => node.type === current.type);
  const done = same.filter((node) => node.status === "success").length;
  return same.length > 1 ? t("cut.work_of", { work: word(t, "work", current.type), n: done + 1, total: same.length }) : word(t, "work", current.type);
};

function Progress({ status }) {
  const t = useT();
  const percent = status?.progress ?? 0;
  const left = status?.estimatedTimeRemaining ?? 0;
  const isStopping = status?.status === "CANCELLING";
  // Between two Nodes nobody works: what was done last stays.
  const last = useRef("");
  last.current = workOf(t, status) || last.current;
  return (
    <div className="vg-cut-progress" data-testid="cut-progress" data-status={status?.status ?? "PENDING"} data-percent={percent}>
      <div>
        <p role="status"><b>{isStopping ? word(t, "run", "CANCELLING") : last.current || word(t, "run", status?.status ?? "PENDING")}</b></p>
        <span className="vg-num">{t("cut.percent", { n: percent })}{left > 0 && !isStopping && <> · {t("cut.left", { length: lengthText(t, left) })}</>}</span>
      </div>
      <div className="vg-bar" role="progressbar" aria-label={t("cut.progress")} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} data-busy={percent === 0 || undefined}><i style={{ width: `${percent}%` }} /></div>
      <Button look="danger" small disabled={isStopping} onClick={cancel} testId="cut-cancel"><Icon of={Square} size={13} />{t("cut.cancel")}</Button>
    </div>
  );
}

export function Footer({ draft, kits, total }) {
  const t = useT();
  const { id, status, error, isStarting } = run.use();
  const lack = lackOf(draft);
  const quote = useQuote(draft, kits, !lack);
  const isBusy = Boolean(id) && !isOver(status);
  const last = useRef(draft.profile); // how it was to be made when it was refused
  const make = async (profile, most = quote.data?.total) => { last.current = profile; await start(draft.account, bodyOf(draft, kits, profile), most); };
  const isShort = quote.data && quote.data.total > quote.data.available;
  const isPaid = draft.voice && draft.voice.provider !== "local";
  const ways = { cheaper: { text: t("ways.quieter") }, demo: isPaid ? { total: 0, text: t("ways.demo_text"), onUse: () => { forget(); change({ voice: { ...draft.voice, provider: "local", voice: "", model: "" } }); } } : undefined, className: "vg-ways-wide" };
  return (
    <footer className="vg-cut-foot">
      {isShort && !isBusy ? <Ways required={quote.data.total} available={quote.data.available} isCalm={!error} {...ways} /> : <Refusal error={error} ways={ways} onStart={(most) => make(last.current, most)} onDismiss={forget} isBusy={isStarting} testId="cut-error" />}
      {!error && quote.error && quote.error.code !== "offline" && quote.error.code !== "not_found" && <Problem error={quote.error} testId="cut-quote-error" />}
      {isBusy ? <Progress status={status} /> : (
        <div className="vg-cut-go">
          <p className="vg-cut-sum">
            {lack ? word(t, "lack", lack) : <><b>{t("cut.sum", { n: draft.clips.length })}</b><span>{lengthText(t, total)}</span><Price quote={quote.data} /></>}
          </p>
          <Button disabled={Boolean(lack)} busy={isStarting} onClick={() => make("draft")} testId="cut-draft" title={t("cut.draft_text")}><Icon of={Zap} size={16} /><span className="vg-cut-long">{t("cut.draft")}</span><span className="vg-cut-short">{t("cut.draft_short")}</span></Button>
          <Button look="primary" disabled={Boolean(lack)} busy={isStarting} onClick={() => make(draft.profile)} testId="cut-run"><Icon of={Film} size={16} />{t("cut.run")}</Button>
        </div>
      )}
    </footer>
  );
}
