// Where this account is signed in.
import { LogOut, Monitor, Smartphone, Terminal } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { withConfirmation } from "./confirm.jsx";
import { Ago, Badge, Button, Card, Problem, Row, Section, Waiting } from "./parts.jsx";
import { call, useAction } from "./rest.js";

const SESSIONS = "/api/account/sessions";
// First that fits: most browsers claim to be several others.
const BROWSERS = [[/\bEdg(e|A|iOS)?\//, "Edge"], [/\bOPR\//, "Opera"], [/\bSamsungBrowser\//, "Samsung Internet"], [/\bFirefox\/|\bFxiOS\//, "Firefox"], [/\b(Headless)?Chrom(e|ium)\/|\bCriOS\//, "Chrome"], [/\bSafari\//, "Safari"], [/^python-httpx|^curl|^Wget|^python-requests/i, "API"]];
const SYSTEMS = [[/\biPhone\b/, "iPhone"], [/\biPad\b/, "iPad"], [/\bAndroid\b/, "Android"], [/\bWindows\b/, "Windows"], [/\bMac OS X\b|\bMacintosh\b/, "macOS"], [/\bCrOS\b/, "ChromeOS"], [/\bLinux\b/, "Linux"]];

const named = (names, agent) => names.find(([pattern]) => pattern.test(agent))?.[1] ?? "";
const device = (agent, unknown) => [named(BROWSERS, agent), named(SYSTEMS, agent)].filter(Boolean).join(" · ") || agent.slice(0, 60) || unknown;
const drawing = (agent) => {
  if (named(BROWSERS, agent) === "API") return Terminal;
  return /Mobile|iPhone|Android/.test(agent) ? Smartphone : Monitor;
};

export function Sessions({ sessions, error, reload }) {
  const t = useT();
  const { isBusy, error: problem, run } = useAction();
  const end = async (path, method) => {
    await run(() => withConfirmation(() => call(method, path)));
    await reload();
  };
  const others = (sessions ?? []).filter((session) => !session.current).length;
  const everywhere = others > 0 && <Button small busy={isBusy} onClick={() => end(`${SESSIONS}/revoke-others`, "POST")} testId="sessions-revoke-others">{t("settings_account.end_others")}</Button>;
  return (
    <Section name="sessions" title={t("settings_account.sessions")} text={t("settings_account.sessions_text")} aside={everywhere}>
      <Problem error={problem ?? error} />
      {!sessions && !error && <Waiting tall={3} />}
      {sessions && (
        <Card className="vg-set-list">
          <ul>
            {sessions.map((session) => (
              <Row key={session.id} icon={drawing(session.userAgent)} title={device(session.userAgent, t("settings_account.device"))} data-testid="session" data-current={session.current}
                badge={session.current && <Badge tone="good">{t("settings_account.this_one")}</Badge>}
                actions={!session.current && <Button small look="quiet" disabled={isBusy} onClick={() => end(`${SESSIONS}/${session.id}`, "DELETE")} testId="session-revoke"><LogOut size={15} aria-hidden="true" />{t("settings_account.end")}</Button>}>
                <span>{t("settings_account.seen")} <Ago at={session.lastSeenAt} /></span> <span>{t("settings_account.since")} <Ago at={session.createdAt} /></span> {session.ip && <span>{session.ip}</span>}
              </Row>
            ))}
          </ul>
        </Card>
      )}
    </Section>
  );
}
