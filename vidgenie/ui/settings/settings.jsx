// The settings: one panel at a time, chosen by the address (/settings#password), so that only what is
// looked at is read. Keys and passwords go straight to the REST API, never through a Reflex event.
import { useEffect, useLayoutEffect, useState } from "react";
import { Activity, Archive, KeyRound, ListOrdered, LockKeyhole, ScrollText, ShieldCheck, Terminal, UserRound, Wallet } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "./settings.css";
import { Budget } from "./budget.jsx";
import { Data } from "./data.jsx";
import { Health } from "./health.jsx";
import { Keys } from "./keys.jsx";
import { Log } from "./log.jsx";
import { Order } from "./order.jsx";
import { Card, Icon, Section, word } from "./parts.jsx";
import { Password } from "./password.jsx";
import { Language, Profile } from "./profile.jsx";
import { SecondFactor } from "./second_factor.jsx";
import { Sessions } from "./sessions.jsx";
import { Tokens } from "./tokens.jsx";
import { useResource } from "./rest.js";

// [group, [panel, drawing, its sections]]
const PANELS = [
  ["services", [["keys", KeyRound, ["keys"]], ["order", ListOrdered, ["order"]], ["budget", Wallet, ["budget"]], ["health", Activity, ["health"]], ["sealed", LockKeyhole, ["sealed"]], ["log", ScrollText, ["log"]]]],
  ["account", [["profile", UserRound, ["profile", "language"]], ["security", ShieldCheck, ["password", "second-factor", "sessions"]], ["tokens", Terminal, ["tokens"]], ["data", Archive, ["data"]]]],
];
const ALL = PANELS.flatMap(([, panels]) => panels);
const holding = (anchor) => ALL.find(([name, , sections]) => name === anchor || sections.includes(anchor)) ?? ALL[0];

// "#keys/luma" leads to one service among the keys.
const here = () => window.location.hash.slice(1);
const useBrowserEffect = typeof window === "undefined" ? useEffect : useLayoutEffect;

const useAnchor = () => {
  const [anchor, setAnchor] = useState("");
  useBrowserEffect(() => {
    const follow = () => setAnchor(here());
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
  return anchor;
};

export function Settings({ minPassword, onAccountChanged, children }) {
  const t = useT();
  const [anchor, place] = useAnchor().split("/");
  const [panel, , sections] = holding(anchor);

  // The browser looks for the anchor before the panel is there.
  useEffect(() => {
    if (!anchor || place) return;
    const section = document.getElementById(anchor);
    if (section && sections.indexOf(anchor) > 0) section.scrollIntoView();
    else window.scrollTo({ top: 0 });
    section?.focus({ preventScroll: true });
  }, [anchor, place]);

  const shown = {
    keys: () => <Keys wanted={place} onAccountChanged={onAccountChanged} />,
    order: () => <Order />,
    budget: () => <Budget />,
    health: () => <Health />,
    sealed: () => <Section name="sealed" title={t("settings.sealed.title")} text={t("settings.sealed.text")}><Card>{children}</Card></Section>,
    log: () => <Log />,
    profile: () => <ProfilePanel onAccountChanged={onAccountChanged} />,
    security: () => <SecurityPanel minPassword={minPassword} onAccountChanged={onAccountChanged} />,
    tokens: () => <Tokens />,
    data: () => <DataPanel />,
  };
  return (
    <div className="vg-settings">
      <nav className="vg-set-nav" aria-label={t("settings.sections")}>
        {PANELS.map(([group, panels]) => (
          <div key={group} className="vg-set-group">
            <p>{word(t, "panel", group)}</p>
            {panels.map(([name, drawing]) => (
              <a key={name} href={`#${name}`} aria-current={name === panel ? "true" : undefined} data-testid={`settings-nav-${name}`}><Icon of={drawing} size={17} />{word(t, "panel", name)}</a>
            ))}
          </div>
        ))}
      </nav>
      <label className="vg-set-pick">
        <span className="vg-sr">{t("settings.sections")}</span>
        <select className="vg-input" value={panel} onChange={(event) => { window.location.hash = event.target.value; }} data-testid="settings-pick">
          {PANELS.map(([group, panels]) => (
            <optgroup key={group} label={word(t, "panel", group)}>
              {panels.map(([name]) => <option key={name} value={name}>{word(t, "panel", name)}</option>)}
            </optgroup>
          ))}
        </select>
      </label>
      <div className="vg-set-panel" key={panel} data-testid="settings-panel" data-panel={panel}>{shown[panel]()}</div>
    </div>
  );
}

// What /me says, for the panels that need it.
const useMe = () => {
  const [data, error, reload] = useResource("/api/auth/me");
  return { user: data?.user ?? null, userError: error, reload };
};

function ProfilePanel({ onAccountChanged }) {
  return <><Profile {...useMe()} onAccountChanged={onAccountChanged} /><Language onAccountChanged={onAccountChanged} /></>;
}

function SecurityPanel({ minPassword, onAccountChanged }) {
  const { user, reload } = useMe();
  const [data, error, reloadSessions] = useResource("/api/account/sessions");
  const again = () => { reload(); onAccountChanged?.(); };
  return (
    <>
      <Password user={user} minPassword={minPassword} onEnded={reloadSessions} />
      <SecondFactor user={user} reload={again} />
      <Sessions sessions={data?.sessions ?? null} error={error} reload={reloadSessions} />
    </>
  );
}

function DataPanel() {
  return <Data user={useMe().user} />;
}
