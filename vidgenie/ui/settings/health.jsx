// How the Providers have answered lately; read again while the page is looked at.
import { useEffect, useState } from "react";
import { CircleCheck, CircleDashed, CirclePause, RefreshCw, TriangleAlert } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { KINDS, KINDS_IN_ORDER } from "./key_head.jsx";
import { keyOf, openSealed, testKey, useKeys } from "./key_store.js";
import { Ago, Badge, Button, Icon, Notice, Problem, Section, Waiting, word } from "./parts.jsx";
import { useResource } from "./rest.js";

const EVERY = 15000; // ms
const STATES = { fine: ["good", CircleCheck], troubled: ["warn", TriangleAlert], paused: ["bad", CirclePause], untried: ["", CircleDashed] };
// What a person has to look at comes first.
const URGENT = ["paused", "troubled"];

// Nobody polls for a page that nobody sees.
const useFresh = (reload) => {
  useEffect(() => {
    const look = () => { if (!document.hidden) reload(); };
    const timer = setInterval(look, EVERY);
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [reload]);
};

const duration = (t, seconds) => {
  if (seconds < 10) return t("provider_health.seconds", { n: Math.max(0.1, Math.round(seconds * 10) / 10) });
  return seconds < 90 ? t("provider_health.seconds", { n: Math.round(seconds) }) : t("provider_health.minutes", { n: Math.round(seconds / 60) });
};

function Facts({ row }) {
  const t = useT();
  const { state, problem, lastSuccessAt, lastFailureAt, seconds, successes, failures, checkedAt } = row;
  if (state === "untried" && !lastFailureAt) return <p className="vg-health-facts"><span>{t("provider_health.never")}</span>{checkedAt && <span>{t("settings_keys.checked")} <Ago at={checkedAt} /></span>}</p>;
  return (
    <p className="vg-health-facts">
      <span>{lastSuccessAt ? <>{t("provider_health.last_success")} <Ago at={lastSuccessAt} /></> : t("provider_health.no_success")}</span>
      {lastFailureAt && <span className={URGENT.includes(state) ? "vg-health-bad" : ""}>{t("provider_health.last_failure")} <Ago at={lastFailureAt} />{problem && `: ${t.label("provider_health", `problem_${problem}`)}`}</span>}
      {seconds != null && <span>{t("provider_health.takes", { time: duration(t, seconds) })}</span>}
      {successes + failures > 0 && <span>{t("provider_health.counts", { good: successes, bad: failures })}</span>}
    </p>
  );
}

function Row({ row, reload }) {
  const t = useT();
  const { kind, provider, title, state, holder, whose, pausedUntil } = row;
  const [isBusy, setBusy] = useState(false);
  const [verdict, setVerdict] = useState(null);
  const [error, setError] = useState(null);
  const [tone, icon] = STATES[state];
  const testId = `health-${kind}-${provider}`;

  const test = async () => {
    setBusy(true);
    setVerdict(null);
    setError(null);
    let answer = {};
    let key = null;
    if (keyOf(holder)?.mode === "sealed") {
      answer = await openSealed(holder);
      key = answer.data ?? null;
    }
    if (!answer.error) answer = await testKey(provider, key, kind);
    if (answer.error && answer.error.code !== "cancelled") setError(answer.error);
    if (answer.data) setVerdict(answer.data);
    await reload();
    setBusy(false);
  };
  const until = pausedUntil && new Intl.DateTimeFormat(t.locale, { timeStyle: "medium" }).format(new Date(pausedUntil));
  const words = t.label("provider_health", `state_${state}`);
  return (
    <li className="vg-health" data-testid={testId} data-state={state}>
      <span className="vg-line-icon"><Icon of={KINDS[kind]} size={16} /></span>
      <div className="vg-health-words">
        <p className="vg-set-row-title"><span>{title}</span><Badge tone={tone} icon={icon} data-testid={`${testId}-state`}>{until ? t("provider_health.paused_until", { time: until }) : words}</Badge>{whose === "installation" && <Badge>{t("settings_keys.operator")}</Badge>}</p>
        <Facts row={row} />
        {verdict && <Notice tone={verdict.valid ? "good" : "bad"} icon={verdict.valid ? CircleCheck : TriangleAlert} role="status" data-testid={`${testId}-verdict`}>{verdict.valid ? t("provider_health.answers") : word(t, "reason", verdict.detail)}</Notice>}
        <Problem error={error} testId={`${testId}-problem`} />
      </div>
      <div className="vg-health-actions">
        {holder && <Button small busy={isBusy} onClick={test} aria-label={t("provider_health.try_title", { title })} testId={`${testId}-test`}>{!isBusy && <Icon of={RefreshCw} size={14} />}{isBusy ? t("settings_keys.testing") : t("provider_health.try")}</Button>}
        {holder && <a className="vg-more" href={`#keys/${holder}`}>{t("provider_health.setup")}</a>}
      </div>
    </li>
  );
}

export function Health() {
  const t = useT();
  const [data, error, reload] = useResource("/api/user/provider-health");
  useKeys(); // tells sealed keys from others
  useFresh(reload);
  const rows = data?.providers ?? null;
  const ill = rows?.filter(({ state }) => URGENT.includes(state)).length ?? 0;
  const summary = ill ? t("provider_health.some_ill", { n: ill }) : t("provider_health.all_fine");
  return (
    <Section name="health" title={t("provider_health.title")} text={t("provider_health.text")} aside={rows?.length > 0 && <Badge tone={ill ? "warn" : "good"} icon={ill ? TriangleAlert : CircleCheck}>{summary}</Badge>}>
      <Problem error={error} />
      {!rows && !error && <Waiting tall={5} />}
      {rows?.length === 0 && <p className="vg-set-none">{t("provider_health.none")} <a className="vg-more" href="#keys">{t("provider_health.add")}</a></p>}
      {KINDS_IN_ORDER.map((kind) => [kind, rows?.filter((row) => row.kind === kind) ?? []]).filter(([, found]) => found.length > 0).map(([kind, found]) => (
        <div key={kind} className="vg-health-kind">
          <h3>{word(t, "kind", kind)}</h3>
          <ul className="vg-card vg-set-list">
            {[...found].sort((a, b) => URGENT.includes(b.state) - URGENT.includes(a.state)).map((row) => <Row key={row.provider} row={row} reload={reload} />)}
          </ul>
        </div>
      ))}
    </Section>
  );
}
