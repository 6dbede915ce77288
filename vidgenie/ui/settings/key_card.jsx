// One service: its key, whether it works, what it costs there, who may open it.
import { useEffect, useId, useState } from "react";
import { CircleCheck, CircleHelp, CircleX, Clapperboard, Clock, ExternalLink, FileText, Image, LoaderCircle, Mic, Server, Trash2 } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { SecretInput } from "../secret_input/secret_input.jsx";
import { KeyMode } from "./key_mode.jsx";
import { useSaving } from "./key_saving.js";
import { changed, deleteKey, openSealed, testKey } from "./key_store.js";
import { LastUse } from "./last_use.jsx";
import { Ago, Badge, Button, Card, Icon, Notice, Problem, Sure, word } from "./parts.jsx";

const KINDS = { text: FileText, image: Image, video: Clapperboard, speech: Mic };
const KINDS_IN_ORDER = Object.keys(KINDS);
const STATUS = { valid: ["good", CircleCheck], invalid: ["bad", CircleX], unchecked: ["", CircleHelp], none: ["", null] };
const OLD = 90; // days, PRD 4.3

const byKind = (a, b) => KINDS_IN_ORDER.indexOf(a) - KINDS_IN_ORDER.indexOf(b);
const days = (since) => Math.floor((Date.now() - Date.parse(since)) / 86400000);

function Costs({ costs }) {
  const t = useT();
  if (!costs?.length) return null;
  const price = (cost) => {
    const dollars = cost.microUsd / 1e6;
    const digits = dollars < 0.01 ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 2, maximumFractionDigits: 3 };
    const amount = new Intl.NumberFormat(t.locale, { style: "currency", currency: "USD", currencyDisplay: "narrowSymbol", ...digits }).format(dollars);
    return t("settings_keys.cost", { amount, unit: word(t, "unit", cost.unit) });
  };
  const date = costs.map((cost) => cost.asOf).sort()[0];
  const asOf = new Intl.DateTimeFormat(t.locale, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(date));
  return <span title={t("settings_keys.cost_hint")}>{[...costs].sort((a, b) => byKind(a.kind, b.kind)).map(price).join(" · ")}, {t("settings_keys.as_of", { date: asOf })}</span>;
}

function Status({ slug, stored, verdict, operator }) {
  const t = useT();
  const known = verdict ?? stored;
  const status = known?.status ?? "none";
  const [tone, icon] = STATUS[status] ?? STATUS.unchecked;
  const detail = known?.detail ?? "";
  const words = status === "none" && operator ? t("settings_keys.operator") : word(t, "status", status);
  return (
    <span className="vg-key-status" data-testid={`key-${slug}-status`} data-status={status} data-detail={detail} role="status">
      <Badge tone={status === "none" && operator ? "accent" : tone} icon={status === "none" && operator ? Server : icon}>{words}</Badge>
    </span>
  );
}

export function KeyCard({ provider, policy, isLocked, lastUse }) {
  const t = useT();
  const id = useId();
  const { slug, title, example, url, costs, installationKey, key: stored } = provider;
  const kinds = [...provider.kinds].sort(byKind);
  const usual = policy === "managed" ? "managed" : "sealed";
  const kept = policy === "sealed_only" ? usual : stored?.mode ?? usual;
  const [mode, setMode] = useState(kept);
  const saving = useSaving(slug, mode);
  const { text, state, error } = saving;
  const [verdict, setVerdict] = useState(null); // of a key that is not stored
  const [problem, setProblem] = useState(null);
  const [isTesting, setTesting] = useState(false);
  const [isDeleting, setDeleting] = useState(false);

  useEffect(() => { saving.notice(stored?.revision ?? 0); }, [stored?.revision]);
  useEffect(() => { setMode(kept); }, [kept]);

  const type = (typed) => {
    setVerdict(null);
    setProblem(null);
    saving.type(typed);
  };

  const test = async () => {
    if (isTesting) return;
    setTesting(true);
    setVerdict(null);
    setProblem(null);
    const typed = text.trim();
    const outcome = typed ? await saving.save() : "saved";
    if (outcome === "refused") {
      setTesting(false);
      return;
    }
    const isSaved = outcome === "saved";
    let key = typed && (!isSaved || mode === "sealed") ? typed : null;
    let answer = {};
    if (key === null && stored?.mode === "sealed") {
      answer = await openSealed(slug);
      key = answer.data ?? null;
    }
    if (!answer.error) answer = await testKey(slug, key);
    if (answer.error && answer.error.code !== "cancelled") setProblem(answer.error);
    if (answer.data) {
      const isRemembered = isSaved && mode === "managed" && (stored || typed) && answer.data.detail !== "unreachable";
      if (!isRemembered) setVerdict(answer.data);
      if (isSaved) await changed();
    }
    setTesting(false);
  };

  const remove = async () => {
    setDeleting(true);
    const answer = await deleteKey(slug);
    setDeleting(false);
    if (answer.error && answer.error.code !== "cancelled") {
      setProblem(answer.error);
      return;
    }
    if (answer.error) return;
    saving.clear();
    setVerdict(null);
    await changed();
  };

  const known = verdict ?? stored;
  const note = error ? `${t.error(error)} ${t.remedy(error)}` : "";
  const texts = { reveal: t("settings_keys.reveal"), hide: t("settings_keys.hide"), nothing: stored ? t("settings_keys.never_shown") : t("settings_keys.reveal") };
  const age = stored ? days(stored.lastUpdated) : 0;
  return (
    <Card className="vg-key" data-testid={`key-${slug}`}>
      <div className="vg-key-head">
        <span className="vg-key-mark" aria-hidden="true">{title.slice(0, 1)}</span>
        <div className="vg-key-name">
          <h3>{title}</h3>
          <ul className="vg-key-kinds" aria-label={t("settings_keys.makes")}>
            {kinds.map((kind) => <li key={kind}><Badge icon={KINDS[kind]}>{word(t, "kind", kind)}</Badge></li>)}
          </ul>
        </div>
        <Status slug={slug} stored={stored} verdict={verdict} operator={installationKey} />
      </div>
      <p className="vg-key-help">{kinds.map((kind) => word(t, "help", kind)).join(" ")}</p>

      {installationKey && <Notice tone="accent" icon={Server} data-testid={`key-${slug}-installation`}>{stored ? t("settings_keys.operator_second") : t("settings_keys.operator_text")}</Notice>}

      <div className="vg-field">
        <div className="vg-key-label">
          <label className="vg-label" htmlFor={id}>{t("settings_keys.label", { title })}</label>
          <a className="vg-more" href={url} target="_blank" rel="noreferrer">{t("settings_keys.get")}<Icon of={ExternalLink} size={13} /><span className="vg-sr">{t("settings_keys.new_tab")}</span></a>
        </div>
        <div className="vg-key-line">
          <SecretInput id={id} testId={`key-${slug}`} value={text} texts={texts} isInvalid={Boolean(error)} describedBy={`${id}-state`} disabled={isLocked}
            placeholder={stored ? stored.masked : example} onChange={(event) => type(event.target.value)} onBlur={() => state === "typing" && saving.save()}
            onKeyDown={(event) => event.key === "Enter" && saving.save()} />
          <Button busy={isTesting} disabled={isLocked || (!text.trim() && !stored && !installationKey)} onClick={test} testId={`key-${slug}-test`}>{isTesting ? t("settings_keys.testing") : t("settings_keys.test")}</Button>
        </div>
        <p id={`${id}-state`} className={`vg-key-state vg-key-state-${state}`} data-testid={`key-${slug}-save-state`} data-state={state} role="status">
          {state === "saving" && <Icon of={LoaderCircle} size={13} className="vg-turn" />}{state === "saved" && <Icon of={CircleCheck} size={13} />}
          {note || (state === "idle" ? (stored ? t("settings_keys.stored", { masked: stored.masked }) : t("settings_keys.autosave")) : word(t, "save", state))}
          {state === "failed" && error?.code !== "invalid_input" && <button type="button" className="vg-more" onClick={() => saving.save()} data-testid={`key-${slug}-save`}>{t("settings_keys.save")}</button>}
        </p>
      </div>

      {state === "conflict" && (
        <div className="vg-alert vg-key-conflict" role="alert" data-testid={`key-${slug}-conflict`}>
          <p><strong>{t("settings_keys.conflict")}</strong> {t("settings_keys.conflict_text", { masked: stored?.masked ?? t("settings_keys.gone") })}</p>
          <div>
            <Button small onClick={() => saving.save({ overwrite: true })} testId={`key-${slug}-mine`}>{t("settings_keys.mine")}</Button>
            <Button small look="quiet" onClick={saving.clear} testId={`key-${slug}-theirs`}>{t("settings_keys.theirs")}</Button>
          </div>
        </div>
      )}
      {known?.detail && known.detail !== "" && <Notice tone={known.status === "invalid" ? "bad" : "warn"} data-testid={`key-${slug}-reason`}>{word(t, "reason", known.detail)}</Notice>}
      <Problem error={problem} testId={`key-${slug}-problem`} />

      <KeyMode slug={slug} stored={stored} mode={mode} policy={policy} isLocked={isLocked} saving={saving} onMode={setMode} onProblem={setProblem} />

      <div className="vg-key-foot">
        <div className="vg-key-facts">
          {stored && <LastUse at={stored.usedAt} run={lastUse} />}
          {stored && <span className={age >= OLD ? "vg-key-old" : ""} data-testid={`key-${slug}-age`}>{age >= OLD ? <><Icon of={Clock} size={13} />{t("settings_keys.old", { n: age })}</> : <>{t("settings_keys.added")} <Ago at={stored.lastUpdated} /></>}</span>}
          {stored?.checkedAt && <span>{t("settings_keys.checked")} <Ago at={stored.checkedAt} /></span>}
          <Costs costs={costs} />
        </div>
        {stored && <Sure question={t("settings_keys.delete_sure")} yes={t("settings_keys.delete_yes")} onYes={remove} busy={isDeleting} testId={`key-${slug}-delete`} icon={Trash2}>{t("settings_keys.delete")}</Sure>}
      </div>
    </Card>
  );
}
