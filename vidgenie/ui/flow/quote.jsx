// What a Run would do and cost, line by line, before it is started.
import { useEffect, useState } from "react";
import { Pin, ReceiptText } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "../board/board.css";
import { Popover } from "../board/popover.jsx";
import { lengthText } from "../cut/lengths.js";
import { Dollars } from "../money/money.jsx";
import { dollars } from "../money/words.js";
import { Badge as Tag, Button, Icon, Notice, Problem, Waiting } from "../settings/parts.jsx";
import { Blocked } from "./blocked.jsx";
import { openBudget } from "./budget_button.jsx";
import { doc } from "./doc.js";
import { isUnderWay, live, start } from "./live.js";
import { expectedOf, nameOf, titleOf, useMaker, worded } from "./names.js";
import { plan as planned } from "./planning.js";
import { flush, saving } from "./saving.js";
import { ui } from "./selection.js";
import { standing } from "./standing.js";

const SCOPES = ["missing", "all", "from", "only"];
const TONES = { make: "accent", reuse: "good", pinned: "" };

function Line({ line }) {
  const t = useT();
  const maker = useMaker(line.type, line.provider);
  const isMade = line.does === "make";
  return (
    <li className="vg-quote-line" data-does={line.does} data-testid={`quote-line-${line.nodeId}`}>
      <span className="vg-quote-name"><b>{line.title || nameOf(t, line.nodeId, line.type)}</b>{line.provider && <small>{maker?.title ?? line.provider}</small>}</span>
      <Tag tone={TONES[line.does]}>{t.label("running_word", `does_${line.does}`)}</Tag>
      <span className="vg-quote-price">{isMade ? t("credits.count", { n: line.credits }) : t("running.free")}{isMade && line.providerCostUsd > 0 && <small>{dollars(t, line.providerCostUsd * 1e6)}</small>}</span>
    </li>
  );
}

const PERIODS = [["run", null], ["day", "spentToday"], ["month", "spentThisMonth"]];
// What one's own limits leave, where there are some.
function Budget({ budget, total }) {
  const t = useT();
  const shown = PERIODS.filter(([period]) => budget?.[period] != null);
  if (!shown.length) return null;
  return (
    <ul className="vg-quote-budget" data-testid="quote-budget">
      {shown.map(([period, spent]) => {
        const after = (spent ? budget[spent] ?? 0 : 0) + total;
        return <li key={period} data-over={after > budget[period]}>{t.label("running_word", `budget_${period}`)} <b>{t("running.of", { n: after, limit: budget[period] })}</b></li>;
      })}
    </ul>
  );
}

function Sums({ plan }) {
  const t = useT();
  const pinned = plan.lines.filter(({ does }) => does === "pinned").length;
  const left = plan.available - plan.total;
  return (
    <>
      {pinned > 0 && <Notice tone="info" icon={Pin} data-testid="quote-pinned">{t("running.uses_pinned", { n: pinned })}</Notice>}
      <dl className="vg-quote-sums">
        <div><dt>{t("running.total")}</dt><dd data-testid="quote-total" data-credits={plan.total}>{t("credits.count", { n: plan.total })} <Dollars expected={expectedOf(plan.lines)} className="vg-quote-dollars" /></dd></div>
        {!plan.unlimited && <div data-low={left < 0}><dt>{t("running.left")}</dt><dd>{t("credits.count", { n: left })}</dd></div>}
        {plan.estimatedSeconds > 0 && <div><dt>{t("running.time")}</dt><dd>{t("running.about", { time: lengthText(t, plan.estimatedSeconds) })}</dd></div>}
      </dl>
      <Budget budget={plan.budget} total={plan.total} />
    </>
  );
}

// What is said of the scope, asked again whenever the Graph was saved.
const useQuote = (scope, node) => {
  const [state, setState] = useState({ plan: null, error: null });
  const revision = doc.use((value) => value.revision);
  useEffect(() => {
    let isHere = true;
    setState((old) => ({ ...old, error: null }));
    flush().then(() => planned({ scope, ...(node && { node }) })).then(({ data, error }) => { if (isHere) setState({ plan: data ?? null, error: error ?? null }); });
    return () => { isHere = false; };
  }, [scope, node, revision]);
  return state;
};

function Panel({ close }) {
  const t = useT();
  const id = ui.use(({ selected }) => (selected.length === 1 ? selected[0] : ""));
  const chosen = doc.use(({ nodes }) => (nodes[id]?.type === "note" ? undefined : nodes[id]));
  const [wanted, setScope] = useState("missing");
  const scope = chosen || !["from", "only"].includes(wanted) ? wanted : "missing";
  const node = ["from", "only"].includes(scope) ? id : "";
  const { plan, error } = useQuote(scope, node);
  const isUnsaved = saving.use(({ state }) => !["saved", "typed", "saving"].includes(state));
  const isShort = plan && !plan.unlimited && plan.total > plan.available;
  const go = () => { close(); start({ scope, node, most: plan.total }); };
  return (
    <div className="vg-quote" data-testid="quote-panel">
      <h2>{t("running.quote")}</h2>
      <label className="vg-quote-scope"><span className="vg-sr">{t("running.menu")}</span>
        <select className="vg-input" value={scope} onChange={(event) => setScope(event.target.value)} data-testid="quote-scope">
          {SCOPES.filter((one) => chosen || !["from", "only"].includes(one)).map((one) => <option key={one} value={one}>{t.label("running_word", `scope_${one}`)}{["from", "only"].includes(one) && ` · ${titleOf(t, chosen)}`}</option>)}
        </select>
      </label>
      <Problem error={error && worded(error)} />
      {!plan && !error && <Waiting tall={3} />}
      {plan?.problem && <Problem error={worded(plan.problem)} testId="quote-problem" />}
      {plan && plan.lines.length === 0 && !plan.problem && <p className="vg-hint">{t("running.nothing")}</p>}
      {plan && <ul className="vg-quote-lines" tabIndex={0} aria-label={t("running.lines")}>{plan.lines.map((line) => <Line key={line.nodeId} line={line} />)}</ul>}
      {plan && <Sums plan={plan} />}
      {isShort && <Blocked isCalm required={plan.total} available={plan.available} wanted={{ scope, node }} stamp={plan.revision} />}
      {isUnsaved && <p className="vg-hint">{t("running.unsaved")}</p>}
      <div className="vg-pop-foot"><Button look="quiet" small onClick={() => { close(); openBudget(); }} testId="quote-limits">{t("running.limits")}</Button><Button look="primary" disabled={!plan || Boolean(plan.problem) || isShort} onClick={go} testId="quote-start">{t("running.start")}</Button></div>
    </div>
  );
}

export function Quote() {
  const t = useT();
  const isBusy = live.use((value) => Boolean(value.asked) || isUnderWay(value.run));
  const isReady = standing.use((value) => Boolean(value.plan));
  return <Popover label={t("running.quote_open")} button={<Icon of={ReceiptText} size={17} />} look="vg-icon-btn vg-run-quote" className="vg-pop-wide" disabled={isBusy || !isReady} testId="quote-button">{(close) => <Panel close={close} />}</Popover>;
}
