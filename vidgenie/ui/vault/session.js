// What this page holds of the vault: the vault key, in this variable and nowhere else, for as long as
// somebody is there. No other tab has it and no storage does; it cannot be read out of the browser.
const IDLE = 15 * 60 * 1000; // ms without input
const INPUT = ["pointerdown", "keydown", "wheel", "touchstart"];

// status: unknown, unsupported, none (there is no vault), locked or unlocked. header: as GET /api/vault says.
let seen = { status: "unknown", header: null };
let held = null; // { key, account, generation }
let lastInput = 0;
let timer = 0;
const listeners = new Set();
// Not while the pages are rendered at build time: there is nobody to talk to.
const others = typeof document === "undefined" ? null : new BroadcastChannel("vg-vault");

const statusOf = (header) => {
  if (seen.status === "unsupported") return "unsupported";
  if (!header) return "unknown";
  if (!header.exists) return "none";
  return held ? "unlocked" : "locked";
};

const show = (header, status = statusOf(header)) => {
  seen = { status, header };
  listeners.forEach((listener) => listener(seen));
};

export const vault = () => seen;
export const isUnlocked = () => held !== null;

// Calls back with {status, header} after every change; what it returns ends that.
export const onVault = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const idle = () => Date.now() - lastInput;

// After a sleep, timers are late: what wakes the page up must not count as input of the time before.
const noteInput = () => {
  if (held && idle() >= IDLE) lock();
  lastInput = Date.now();
};

const watchIdle = () => {
  clearTimeout(timer);
  if (!held) return;
  if (idle() >= IDLE) lock();
  else timer = setTimeout(watchIdle, IDLE - idle());
};

const forget = () => {
  held = null;
  clearTimeout(timer);
  INPUT.forEach((kind) => window.removeEventListener(kind, noteInput, true));
  window.removeEventListener("focus", watchIdle, true);
  document.removeEventListener("visibilitychange", watchIdle);
  window.removeEventListener("pagehide", forgetQuietly);
};

const forgetQuietly = () => {
  forget();
  show(seen.header);
};

// Forget the vault key. everywhere: in the other tabs of this browser too.
export const lock = ({ everywhere = false } = {}) => {
  if (everywhere) others?.postMessage("lock");
  if (held) forgetQuietly();
};

// The vault key, for as long as the vault is unlocked; null otherwise.
export const vaultKey = () => {
  if (held && idle() >= IDLE) lock();
  return held?.key ?? null;
};

// key: a CryptoKey that cannot be read out.
export const hold = (key, header) => {
  if (held) forget();
  held = { key, account: header.accountId, generation: header.generation };
  lastInput = Date.now();
  INPUT.forEach((kind) => window.addEventListener(kind, noteInput, { capture: true, passive: true }));
  window.addEventListener("focus", watchIdle, true);
  document.addEventListener("visibilitychange", watchIdle);
  // A page that the browser keeps for "back" would keep the key too.
  window.addEventListener("pagehide", forgetQuietly);
  watchIdle();
  show(header);
};

// What the server says now. Another account, a vault that is gone, a passphrase that was changed
// elsewhere: the vault key is asked for anew.
export const know = (header) => {
  const isSame = held && header.exists && header.accountId === held.account && header.generation === held.generation;
  if (held && !isSame) forget();
  show(header);
};

export const cannot = () => show(seen.header, "unsupported");

// The other tabs should look again.
export const tellOthers = () => others?.postMessage("changed");

// refresh: asks the server again.
export const listenToOthers = (refresh) => {
  if (others) others.onmessage = ({ data }) => (data === "lock" ? lock() : refresh());
};
