// One Run from its start to its result: started, followed by events or by asking, found again after a reload.
import { useEffect } from "react";
import { call, read } from "../settings/rest.js";
import { follow } from "./follow.js";
import { newId, store } from "./store.js";

const PARAMETER = "run";

// id: "" when none is shown. status: as /api/workflow/status answers. error: why it did not start.
export const run = store({ id: "", account: "", status: null, error: null, isStarting: false, isDraft: false });

const keyOf = (account) => `vg_cut_run_${account}`;
const kept = {
  read: (key) => { try { return window.sessionStorage.getItem(key) ?? ""; } catch { return ""; } },
  write: (key, value) => { try { if (value) window.sessionStorage.setItem(key, value); else window.sessionStorage.removeItem(key); } catch { /* storage is off: the address still has it */ } },
};

const place = (id) => {
  const address = new URL(window.location.href);
  if (id) address.searchParams.set(PARAMETER, id);
  else address.searchParams.delete(PARAMETER);
  window.history.replaceState(window.history.state, "", address);
};

const show = (account, id, isDraft) => {
  run.set({ id, account, status: null, error: null, isDraft });
  kept.write(keyOf(account), id && `${isDraft ? "d" : ""}:${id}`);
  place(id);
};

// The Run of the address, or the one this tab was following.
export const resume = (account) => {
  if (run.get().id && run.get().account === account) { place(run.get().id); return; }
  const asked = new URL(window.location.href).searchParams.get(PARAMETER);
  const [flag, last] = kept.read(keyOf(account)).split(":");
  const id = asked ?? last ?? "";
  show(account, /^[\w-]+$/.test(id) ? id : "", Boolean(flag) && id === last);
};

export const close = () => show(run.get().account, "", false);

export const forget = () => run.set({ error: null });

// body: as POST /api/cuts takes it. most: credits, the price that was shown.
export const start = async (account, body, most = undefined) => {
  if (run.get().isStarting) return;
  run.set({ isStarting: true, error: null });
  const options = { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json", "Idempotency-Key": newId() }, body: JSON.stringify(most === undefined ? body : { ...body, maxCredits: most }) };
  const { data, error } = await read(await fetch("/api/cuts", options).catch(() => null));
  run.set({ isStarting: false, error: error ?? null });
  if (data) show(account, data.workflowId, body.profile === "draft");
};

export const cancel = async () => {
  const { id } = run.get();
  const { data, error } = await call("POST", `/api/workflow/cancel/${id}`);
  if (error) run.set({ error });
  else run.set((old) => (old.id === id && old.status ? { ...old, status: { ...old.status, status: data.status } } : old));
};

// Follows the Run that is shown.
export const useFollowed = () => {
  const id = run.use((value) => value.id);
  useEffect(() => {
    if (!id) return undefined;
    const stop = follow(
      id,
      (status) => {
        run.set((old) => (old.id === id ? { ...old, status } : old));
        if (status.status === "CANCELLED") close();
      },
      () => close(),
    );
    return stop;
  }, [id]);
};
