// The quick video that is shown: started, followed, found again after a reload, made anew.
import { useEffect } from "react";
import { store } from "../cut/store.js";
import { call } from "../settings/rest.js";
import { follow, isOver } from "../cut/follow.js";
import { start as post } from "./rest.js";

// project, run: ids, "" when nothing is shown. status: of the Run. made: the Project, once the Run is over.
export const quick = store({ account: "", project: "", run: "", theme: "", status: null, made: null, error: null, isStarting: false });

const keyOf = (account) => `vg_quick_${account}`;
const kept = {
  read: (key) => { try { return JSON.parse(window.localStorage.getItem(key)) ?? {}; } catch { return {}; } },
  write: (key, value) => { try { if (value) window.localStorage.setItem(key, JSON.stringify(value)); else window.localStorage.removeItem(key); } catch { /* storage is off: the address still has it */ } },
};

const place = (project, run) => {
  const address = new URL(window.location.href);
  for (const [name, value] of [["project", project], ["run", run]]) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  window.history.replaceState(window.history.state, "", address);
};

const show = (project, run, theme = "") => {
  quick.set({ project, run, theme, status: null, made: null, error: null });
  kept.write(keyOf(quick.get().account), project && { project, run });
  place(project, run);
};

// What the address names, else the one this browser was last following.
export const resume = (account) => {
  quick.set({ account });
  const asked = new URL(window.location.href).searchParams;
  const found = asked.get("project") ? { project: asked.get("project"), run: asked.get("run") ?? "" } : kept.read(keyOf(account));
  const isId = (id) => /^[\w-]+$/.test(id ?? "");
  if (isId(found.project)) show(found.project, isId(found.run) ? found.run : "");
};

// theme: to begin with.
export const again = (theme = "") => show("", "", theme);

const begin = async (request, theme) => {
  if (quick.get().isStarting) return false;
  quick.set({ isStarting: true, error: null });
  const { data, error } = await request();
  quick.set({ isStarting: false, error: error ?? null });
  if (data) show(data.projectId ?? quick.get().project, data.workflowId, theme ?? quick.get().theme);
  return Boolean(data);
};

export const forget = () => quick.set({ error: null });

// body: of the Project. One that cannot be made leaves nothing behind.
export const go = (body) => begin(() => post("/api/projects/quick", body), body.theme);

// What is missing is made once more; what was made stays and is not charged again.
// most: credits, the price that was shown.
export const retry = (most) => begin(async () => {
  const { project } = quick.get();
  const { data, error } = await call("GET", `/api/projects/${project}`);
  if (error) return { error };
  const hasTexts = data.segments.some((segment) => segment.text.trim());
  const agreed = most === undefined ? {} : { maxCredits: most };
  if (hasTexts) return post(`/api/projects/${project}/generate`, { segments: "due", ...agreed });
  return post(`/api/projects/${project}/quick`, agreed);
});

export const cancel = async () => {
  const { project } = quick.get();
  quick.set((old) => ({ ...old, status: old.status && { ...old.status, status: "CANCELLING" } }));
  const { error } = await call("POST", `/api/projects/${project}/cancel`);
  if (error) quick.set({ error });
};

const readMade = async (project, onGone) => {
  const { data, error } = await call("GET", `/api/projects/${project}`);
  if (quick.get().project !== project) return null;
  if (error?.code === "not_found") onGone("");
  else if (error) quick.set({ error });
  else quick.set({ made: data });
  return data;
};

// Follows what is shown.
export const useQuick = () => {
  const { project, run } = quick.use();
  useEffect(() => {
    if (!project) return undefined;
    let seen = false;
    let stop = () => {};
    let isHere = true;
    const listen = (id) => {
      stop = follow(id, (status) => {
        quick.set({ status });
        if (isOver(status) && status.status !== "CANCELLED") readMade(project, again);
        if (status.status === "CANCELLED" && seen) again(quick.get().theme);
        seen = true;
      }, () => readMade(project, again));
    };
    if (run) {
      listen(run);
      if (!quick.get().theme) call("GET", `/api/projects/${project}`).then(({ data }) => isHere && data && quick.set({ theme: data.theme }));
    }
    // Only the Project is named: the Run that is under way, else what was made.
    else readMade(project, again).then((data) => {
      const going = data?.progress?.runs?.find((one) => !["succeeded", "failed", "cancelled"].includes(one.status));
      if (isHere && going) listen(going.runId);
    });
    return () => { isHere = false; stop(); };
  }, [project, run]);
};
