// A Run of the Project as a list: what each Node did, Segment by Segment.
import { useEffect, useMemo, useState } from "react";
import { CircleAlert, CircleCheck, CircleDashed, ListTree, LoaderCircle } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { lengthText } from "../cut/lengths.js";
import { Badge, Icon, Problem, Waiting } from "../settings/parts.jsx";
import { call } from "../settings/rest.js";
import { numberOf } from "./counting.js";
import { live, runsOf } from "./live.js";
import { useTitle } from "./makers.js";
import { board, useHead } from "./project.js";

const DRAWINGS = { idle: CircleDashed, loading: LoaderCircle, success: CircleCheck, error: CircleAlert };
export const TONES = { success: "good", error: "bad", loading: "accent", idle: "" };
const ASK = 1200; // ms between two readings while the Run is at work

// Every Run that is known of, the newest first: [runId, purpose]
export const useRuns = () => {
  const progress = live.use((value) => value.progress);
  const film = useHead((head) => head.film);
  const animatic = useHead((head) => head.animatic);
  const segments = board.use((value) => value.segments);
  return useMemo(() => {
    const found = new Map((progress?.runs ?? []).map(({ runId, purpose }) => [runId, purpose]));
    for (const [run, purpose] of [[film?.runId, "film"], [animatic?.runId, "animatic"], ...Object.values(segments).map(({ take }) => [take?.runId, "takes"])]) if (run && !found.has(run)) found.set(run, purpose);
    return [...found];
  }, [progress, film, animatic, segments]);
};

// What the server says of a Run, again and again until it is over.
export const useRun = (id) => {
  const [state, setState] = useState({ data: null, error: null });
  useEffect(() => {
    if (!id) return undefined;
    let isHere = true;
    let timer = 0;
    setState({ data: null, error: null });
    const read = async () => {
      const { data, error } = await call("GET", `/api/workflow/status/${id}`);
      if (!isHere) return;
      setState((old) => ({ data: data ?? old.data, error: error ?? null }));
      if (data ? ["PENDING", "RUNNING", "CANCELLING"].includes(data.status) : error.code === "offline") timer = setTimeout(read, ASK);
    };
    read();
    return () => { isHere = false; clearTimeout(timer); };
  }, [id]);
  return state;
};

export function RunPick({ runs, value, onChange }) {
  const t = useT();
  if (runs.length < 2) return null;
  return (
    <select className="vg-input vg-run-pick" value={value} aria-label={t("board.run")} onChange={(event) => onChange(event.target.value)} data-testid="run-pick">
      {runs.map(([id, purpose], place) => <option key={id} value={id}>{t.label("board_word", `purpose_${purpose}`)} · {t("board.run_n", { n: runs.length - place })}</option>)}
    </select>
  );
}

// Two texts go into a Segment: what is said, and what is filmed.
export const titleOfNode = (t, { id, type }) => (type !== "prompt" ? t.label("node", type) : id.startsWith("text") ? t("board.text") : t("board.prompt"));

const spent = ({ startedAt, finishedAt }) => (startedAt && finishedAt ? (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 : 0);
const place = (id) => Number(/-(\d+)(?:-|$)/.exec(id)?.[1] ?? 0);

function Line({ node }) {
  const t = useT();
  const title = useTitle(node.provider);
  const seconds = spent(node);
  const error = node.error && { ...node.error.details, ...node.error, provider: title, title };
  return (
    <li className="vg-step" data-status={node.status} data-testid={`step-${node.id}`}>
      <Icon of={DRAWINGS[node.status] ?? CircleDashed} size={16} className={node.status === "loading" ? "vg-save-turns" : ""} />
      <span className="vg-step-name">{titleOfNode(t, node)}</span>
      <Badge tone={TONES[node.status]}>{node.status === "loading" && node.progress > 0 ? t("cut.percent", { n: node.progress }) : t.label("status", node.status)}</Badge>
      <span className="vg-step-facts">{title && <span>{title}</span>}{node.credits > 0 && <span>{t("credits.count", { n: node.credits })}</span>}{seconds > 0 && <span>{lengthText(t, seconds)}</span>}</span>
      {error && <p className="vg-step-error"><b>{t.error(error)}</b> {t.remedy(error)}</p>}
    </li>
  );
}

export function Steps() {
  const t = useT();
  const runs = useRuns();
  const atWork = live.use((value) => runsOf(value.progress)[0]?.runId ?? "");
  const [wanted, setWanted] = useState("");
  const id = runs.some(([run]) => run === wanted) ? wanted : atWork || runs[0]?.[0] || "";
  const purpose = runs.find(([run]) => run === id)?.[1];
  const { data, error } = useRun(id);
  const groups = useMemo(() => {
    const found = new Map();
    for (const node of data?.nodes ?? []) { const n = place(node.id); found.set(n, [...(found.get(n) ?? []), node]); }
    return [...found].sort(([a], [b]) => (a || Infinity) - (b || Infinity));
  }, [data]);
  if (!id) return <div className="vg-empty" data-testid="steps-empty"><span className="vg-empty-icon"><Icon of={ListTree} size={24} /></span><p className="vg-empty-title">{t("board.steps_none")}</p><p className="vg-empty-text">{t("board.steps_none_text")}</p></div>;
  return (
    <section className="vg-steps-list" aria-label={t("board.steps")} data-testid="steps">
      <RunPick runs={runs} value={id} onChange={setWanted} />
      <Problem error={error} />
      {!data && !error && <Waiting tall={6} />}
      {groups.map(([n, nodes]) => (
        <section key={n} className="vg-step-group">
          <h3>{n === 0 ? t("board.whole") : numberOf(purpose, n) ? t("board.segment", { n: numberOf(purpose, n) }) : t("board.take", { n })}</h3>
          <ul>{nodes.map((node) => <Line key={node.id} node={node} />)}</ul>
        </section>
      ))}
    </section>
  );
}
