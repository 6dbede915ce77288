// Hands sealed keys to the Runs that wait for them; asks for the passphrase when the vault is locked.
// A message of its own, on every page: who has sealed keys may be anywhere when a Run needs one.
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { makeGrants } from "./grants.js";
import { lock, onVault, refresh, vault } from "./store.js";
import { watchRequests } from "./watch.js";
import "./vault.css";

const TYPING = 1500; // ms since the last letter
const LOOK = 5000; // ms until a server that could not be reached is asked again
const GRACE = 1000; // ms in which another, unlocked tab may answer

// The dialog is loaded once it is needed.
const dialogs = () => import("./ask.jsx");

const useVault = () => useSyncExternalStore(onVault, vault, vault);

// Requests of all Runs of the account.
const useRequests = (accountId) => {
  const [requests, setRequests] = useState([]);
  useEffect(() => {
    if (!accountId) return undefined;
    const signedOut = () => {
      lock({ everywhere: true });
      setRequests([]);
    };
    return watchRequests(accountId, { tell: setRequests, signedOut });
  }, [accountId]);
  return requests;
};

// Whether somebody is in the middle of a word: a dialog would swallow the rest of it, on the way to
// where a passphrase goes.
const useTyping = () => {
  const last = useRef(0);
  useEffect(() => {
    const note = (event) => {
      if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) last.current = Date.now();
    };
    window.addEventListener("keydown", note, true);
    return () => window.removeEventListener("keydown", note, true);
  }, []);
  return () => Date.now() - last.current < TYPING;
};

const runOf = (request) => `${request.workflowId} ${request.provider}`;

export function KeyAgent() {
  const t = useT();
  const { status, header } = useVault();
  const requests = useRequests(header?.accountId);
  const [, redraw] = useState(0);
  const [isAsking, setAsking] = useState(false);
  const grants = useMemo(() => makeGrants(() => redraw((count) => count + 1)), []);
  const put = useRef(new Set()).current; // aside by Escape: asked for once
  const isTyping = useTyping();
  const isLocked = status === "locked";
  const services = [...new Set(requests.map((request) => request.title))].join(", ");

  useEffect(() => {
    let timer = 0;
    const look = () => {
      if (vault().status === "unknown") refresh().catch(({ code }) => { if (code === "offline") timer = setTimeout(look, LOOK); });
    };
    look();
    return () => clearTimeout(timer);
  }, []);

  useEffect(() => {
    if (status !== "unlocked") return undefined;
    let timer = 0;
    const handle = () => {
      const after = grants.handle(requests);
      if (after) timer = setTimeout(handle, after);
    };
    handle();
    return () => clearTimeout(timer);
  }, [requests, status]);

  const unlock = async () => {
    requests.forEach((request) => put.add(runOf(request)));
    setAsking(true);
    await (await dialogs()).ask("unlock", { services, count: new Set(requests.map((request) => request.workflowId)).size });
    setAsking(false);
  };
  useEffect(() => {
    const isNew = requests.some((request) => !put.has(runOf(request)));
    if (!isLocked || !isNew || isAsking) return undefined;
    const open = () => {
      if (document.visibilityState === "visible" && !isTyping()) unlock();
    };
    const timer = setTimeout(open, GRACE);
    document.addEventListener("visibilitychange", open);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", open);
    };
  }, [requests, isLocked, isAsking]);

  // Another tab was faster, or the Run is over.
  useEffect(() => {
    if (isAsking && requests.length === 0) dialogs().then(({ dismiss }) => dismiss("unlock"));
  }, [requests, isAsking]);

  if (isAsking || requests.length === 0) return null;
  const [problem] = grants.problems();
  if (isLocked) {
    return (
      <Bar text={t("vault.bar_waiting", { services })}>
        <button type="button" className="vg-btn vg-btn-primary vg-btn-small" onClick={unlock} data-testid="vault-bar-unlock">
          {t("vault.unlock")}
        </button>
      </Bar>
    );
  }
  if (status === "unsupported") return <Bar text={`${t("vault.bar_waiting", { services })} ${t.error({ code: "no_webcrypto" })}`} />;
  if (!problem) return null;
  return (
    <Bar text={`${t("vault.bar_failed", { services: problem.request.title })} ${t.error(problem.error)} ${t.remedy(problem.error)}`}>
      <Link className="vg-btn vg-btn-plain vg-btn-small" to="/settings">{t("vault.to_settings")}</Link>
    </Bar>
  );
}

function Bar({ text, children }) {
  return (
    <div className="vg-vault-bar" role="status" data-testid="vault-bar">
      <span className="vg-vault-bar-dot" aria-hidden="true" />
      <p>{text}</p>
      {children}
    </div>
  );
}
