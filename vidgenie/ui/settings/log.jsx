// Who opened, changed or tested a key, and why; the chain behind it shows whether a line was touched.
import { useEffect, useState } from "react";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { useKeys } from "./key_store.js";
import { RunLink } from "./last_use.jsx";
import { Ago, Badge, Button, Card, Notice, Problem, Section, Waiting, word } from "./parts.jsx";
import { call, useAction } from "./rest.js";

const PAGE = 25;

export function Log() {
  const t = useT();
  const { providers } = useKeys();
  const [items, setItems] = useState(null);
  const [next, setNext] = useState(null);
  const [isIntact, setIntact] = useState(null);
  const { isBusy, error, run } = useAction();
  const titles = Object.fromEntries((providers ?? []).map(({ slug, title }) => [slug, title]));

  const more = async (before) => {
    const data = await run(() => call("GET", `/api/user/api-keys/log?limit=${PAGE}${before === null ? "" : `&before=${before}`}`));
    if (!data) return;
    setItems((old) => (before === null ? data.items : [...(old ?? []), ...data.items]));
    setNext(data.next ?? null);
    setIntact(data.intact);
  };
  useEffect(() => { more(null); }, []);

  const mark = isIntact && <Badge tone="good" icon={ShieldCheck} data-testid="log-intact" title={t("settings.log.intact_text")}>{t("settings.log.intact")}</Badge>;
  return (
    <Section name="log" title={t("settings.log.title")} text={t("settings.log.text")} aside={mark}>
      {isIntact === false && <Notice tone="bad" icon={ShieldAlert} role="alert" data-testid="log-broken">{t("settings.log.broken")}</Notice>}
      <Problem error={error} />
      {!items && !error && <Waiting tall={5} />}
      {items?.length === 0 && <p className="vg-set-none">{t("settings.log.none")}</p>}
      {items?.length > 0 && (
        <Card className="vg-set-list">
          <table className="vg-log">
            <thead><tr><th scope="col">{t("settings.log.what")}</th><th scope="col">{t("settings.log.key")}</th><th scope="col">{t("settings.log.who")}</th><th scope="col">{t("settings.log.when")}</th></tr></thead>
            <tbody>
              {items.map((item) => (
                <tr key={item.seq} data-testid="log-entry" data-action={item.action}>
                  <td>{word(t, "action", item.action.replace(".", "_"))}{item.purpose && !item.action.endsWith(item.purpose) && <span className="vg-log-why"> · {word(t, "purpose", item.purpose)}</span>}</td>
                  <td>{titles[item.provider] ?? item.provider}</td>
                  <td>{item.workflowId ? <RunLink run={item.workflowId}>{t("settings_keys.run", { id: item.workflowId.slice(0, 8) })}</RunLink> : word(t, "actor", item.actor)}</td>
                  <td><Ago at={item.at} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      )}
      {next !== null && <div className="vg-set-more"><Button small busy={isBusy} onClick={() => more(next)} testId="log-more">{t("credits.more")}</Button></div>}
    </Section>
  );
}
