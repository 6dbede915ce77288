// When and for which Run a key was opened last.
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { call } from "./rest.js";
import { Ago } from "./parts.jsx";

// slug -> id of the Run of its last use; read only when some key was used at all.
export const useLastUses = (providers) => {
  const [runs, setRuns] = useState({});
  const newest = (providers ?? []).map(({ key }) => key?.usedAt ?? "").sort().at(-1) ?? "";
  useEffect(() => {
    if (!newest) return undefined;
    let isWanted = true;
    call("GET", "/api/user/api-keys/log?limit=50").then(({ data }) => {
      if (!isWanted || !data) return;
      const found = {};
      for (const { provider, workflowId } of data.items) if (workflowId && !(provider in found)) found[provider] = workflowId;
      setRuns(found);
    });
    return () => { isWanted = false; };
  }, [newest]);
  return runs;
};

// Where a Run is shown: what it made, in the library. Only the Run knows what that is.
export function RunLink({ run, children }) {
  const go = useNavigate();
  const open = async (event) => {
    event.preventDefault();
    const { data } = await call("GET", `/api/workflow/status/${run}`);
    const content = data?.result?.contentId;
    go(content ? `/library?open=${content}` : "/library");
  };
  return <a className="vg-more vg-run-link" href="/library" onClick={open}>{children}</a>;
}

export function LastUse({ at, run }) {
  const t = useT();
  if (!at) return <span>{t("settings_keys.never_used")}</span>;
  return (
    <span>
      {t("settings_keys.used")} <Ago at={at} />
      {run && <>, <RunLink run={run}>{t("settings_keys.run", { id: run.slice(0, 8) })}</RunLink></>}
    </span>
  );
}
