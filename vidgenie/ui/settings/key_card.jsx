// One service: its key, what is typed in for it, whether it works, what it costs there, who may open it.
import { useEffect, useId, useRef, useState } from "react";
import { Clock, Server, Trash2 } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Costs, Opens } from "./key_costs.jsx";
import { KeyField, TestButton } from "./key_field.jsx";
import { byKind, KeyHead } from "./key_head.jsx";
import { KeyMode } from "./key_mode.jsx";
import { useSaving } from "./key_saving.js";
import { changed, deleteKey } from "./key_store.js";
import { useTesting } from "./key_testing.js";
import { LastUse } from "./last_use.jsx";
import { Options } from "./options.jsx";
import { Ago, Button, Card, Icon, Notice, Problem, Sure, word } from "./parts.jsx";

const OLD = 90; // days, PRD 4.3

const days = (since) => Math.floor((Date.now() - Date.parse(since)) / 86400000);

export function KeyCard({ provider, policy, isLocked, lastUse, isWanted }) {
  const t = useT();
  const bodyId = useId();
  const place = useRef(null);
  const [isOpen, setOpen] = useState(isWanted);
  const [wasOpen, setWasOpen] = useState(isWanted);
  const { slug, title, installationKey, takesKey, isOptional, opens, options, costs, key: stored } = provider;
  const kinds = [...provider.kinds].sort(byKind);
  const usual = policy === "managed" ? "managed" : "sealed";
  const kept = policy === "sealed_only" ? usual : stored?.mode ?? usual;
  const [mode, setMode] = useState(kept);
  const saving = useSaving(slug, mode);
  const { text, state } = saving;
  const { verdict, problem, isTesting, test, clear, setProblem } = useTesting(provider, saving, mode);
  const [isDeleting, setDeleting] = useState(false);

  useEffect(() => { saving.notice(stored?.revision ?? 0); }, [stored?.revision]);
  useEffect(() => { setMode(kept); }, [kept]);
  useEffect(() => {
    if (!isWanted) return;
    setOpen(true);
    place.current?.scrollIntoView({ block: "start" });
    place.current?.querySelector("h3 button")?.focus({ preventScroll: true });
  }, [isWanted]);
  useEffect(() => { if (isOpen) setWasOpen(true); }, [isOpen]);

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
    clear();
    await changed();
  };

  const known = verdict ?? stored;
  const age = stored ? days(stored.lastUpdated) : 0;
  const isReady = opens.some((found) => found.isReady);
  const canTest = Boolean(text.trim() || stored || installationKey || ((isOptional || !takesKey) && isReady));
  const isSeveral = opens.length > 1 && (costs.length > 0 || opens.some((found) => found.title !== title));
  const hasFoot = stored || (opens.length === 1 && costs.length > 0);
  return (
    <div ref={place} className="vg-key-place">
      <Card className="vg-key" data-open={isOpen} data-testid={`key-${slug}`}>
        <KeyHead provider={provider} verdict={verdict} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} bodyId={bodyId} />
        {(isOpen || wasOpen) && (
          <div id={bodyId} className="vg-key-body" hidden={!isOpen}>
            {isSeveral ? <Opens provider={provider} /> : <p className="vg-key-help">{kinds.map((kind) => word(t, "help", kind)).join(" ")}</p>}
            {installationKey && <Notice tone="accent" icon={Server} data-testid={`key-${slug}-installation`}>{stored ? t("settings_keys.operator_second") : t("settings_keys.operator_text")}</Notice>}

            {options.map((found) => <Options key={found.slug} provider={found} title={found.title === title ? "" : found.title} />)}
            {takesKey && <KeyField provider={provider} saving={saving} isLocked={isLocked} isTesting={isTesting} canTest={canTest} onType={(typed) => { clear(); saving.type(typed); }} onTest={test} />}
            {!takesKey && <div className="vg-set-go"><TestButton slug={slug} isTesting={isTesting} disabled={!canTest} onClick={test} />{!isReady && <span className="vg-hint">{t("settings_keys.setup_first")}</span>}</div>}

            {state === "conflict" && (
              <div className="vg-alert vg-key-conflict" role="alert" data-testid={`key-${slug}-conflict`}>
                <p><strong>{t("settings_keys.conflict")}</strong> {t("settings_keys.conflict_text", { masked: stored?.masked ?? t("settings_keys.gone") })}</p>
                <div>
                  <Button small onClick={() => saving.save({ overwrite: true })} testId={`key-${slug}-mine`}>{t("settings_keys.mine")}</Button>
                  <Button small look="quiet" onClick={saving.clear} testId={`key-${slug}-theirs`}>{t("settings_keys.theirs")}</Button>
                </div>
              </div>
            )}
            {known?.detail && <Notice tone={known.status === "invalid" ? "bad" : "warn"} data-testid={`key-${slug}-reason`}>{word(t, "reason", known.detail)}</Notice>}
            <Problem error={problem} testId={`key-${slug}-problem`} />

            {takesKey && (!isOptional || stored || text) && <KeyMode slug={slug} stored={stored} mode={mode} policy={policy} isLocked={isLocked} saving={saving} onMode={setMode} onProblem={setProblem} />}

            {hasFoot && (
              <div className="vg-key-foot">
                <div className="vg-key-facts">
                  {stored && <LastUse at={stored.usedAt} run={lastUse} />}
                  {stored && <span className={age >= OLD ? "vg-key-old" : ""} data-testid={`key-${slug}-age`}>{age >= OLD ? <><Icon of={Clock} size={13} />{t("settings_keys.old", { n: age })}</> : <>{t("settings_keys.added")} <Ago at={stored.lastUpdated} /></>}</span>}
                  {stored?.checkedAt && <span>{t("settings_keys.checked")} <Ago at={stored.checkedAt} /></span>}
                  {opens.length === 1 && <Costs costs={costs} />}
                </div>
                {stored && <Sure question={t("settings_keys.delete_sure")} yes={t("settings_keys.delete_yes")} onYes={remove} busy={isDeleting} testId={`key-${slug}-delete`} icon={Trash2}>{t("settings_keys.delete")}</Sure>}
              </div>
            )}
          </div>
        )}
      </Card>
    </div>
  );
}
