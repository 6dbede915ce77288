// The cryptography of sealed keys, with what the browser has. The same in Python: vidgenie/vault/crypto.py;
// tests/ui/vectors/vault.json holds both to the same bytes.
import { concat, integer, random, utf8 } from "./bytes.js";

export const ARGON2ID = { kdf: "argon2id", kdfParams: { m: 65536, t: 3, p: 1 } }; // m in KiB
export const PBKDF2 = { kdf: "pbkdf2-sha256", kdfParams: { iterations: 600000 } };

const PASSPHRASE = "vg/sealed/passphrase/v1";
const RECOVERY = "vg/sealed/recovery/v1";
const NONCE = 12; // bytes
const TAG = 16;
const AES = { name: "AES-GCM", length: 256 };

// What can go wrong here has a code, as the errors of the REST API have.
export class VaultError extends Error {
  constructor(code, params) {
    super(code);
    Object.assign(this, params, { code });
  }
}

let supported;

// Whether this browser can do it: on http:// addresses other than localhost there is no WebCrypto at all.
export const isSupported = () => {
  supported ??= (async () => {
    if (!globalThis.crypto?.subtle) return false;
    return crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]).then(() => true, () => false);
  })();
  return supported;
};

export const requireSupport = async () => {
  if (!(await isSupported())) throw new VaultError("no_webcrypto");
};

// What a blob is bound to. Each part is written with its length, so none can run into the next.
export const context = (...parts) =>
  concat(utf8("VG1"), ...parts.flatMap((part) => {
    const bytes = utf8(String(part));
    return [integer(bytes.length, 4), bytes];
  }));

const gcm = (nonce, boundTo) => ({ name: "AES-GCM", iv: nonce, additionalData: boundTo });

// nonce (12 bytes), ciphertext, tag (16 bytes). `nonce` is only given by tests: never use one twice.
export const seal = async (key, plaintext, boundTo, nonce = random(NONCE)) =>
  concat(nonce, new Uint8Array(await crypto.subtle.encrypt(gcm(nonce, boundTo), key, plaintext)));

export const unseal = async (key, blob, boundTo) => {
  if (blob.length < NONCE + TAG) throw new VaultError("unreadable");
  const opened = crypto.subtle.decrypt(gcm(blob.slice(0, NONCE), boundTo), key, blob.slice(NONCE));
  return new Uint8Array(await opened.catch(() => { throw new VaultError("unreadable"); }));
};

export const aesKey = (raw, uses = ["encrypt", "decrypt"]) => crypto.subtle.importKey("raw", raw, AES, false, uses);

const hkdf = (label) => ({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8(label) });

// Another secret of 32 bytes out of `secret`; for tests, which want to see it.
export const derive = async (secret, label) => {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits(hkdf(label), base, 256));
};

// A key that wraps the vault key. It cannot be read out of the browser.
const wrappingKey = async (secret, label) => {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  secret.fill(0);
  return crypto.subtle.deriveKey(hkdf(label), base, AES, false, ["wrapKey", "unwrapKey"]);
};

// The same passphrase typed on another keyboard may come as other code points: NFKC makes them one.
const typed = (passphrase) => utf8(passphrase.normalize("NFKC"));

const pbkdf2 = async (password, salt, { iterations }) => {
  const base = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const made = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, base, 256);
  return new Uint8Array(made);
};

// Half a second of computing: beside the page where there are workers. A worker has a policy of its
// own, so the pages' need not allow WebAssembly.
const argon2id = async (password, salt, params) => {
  if (typeof Worker === "undefined") return (await import("./argon2.js")).argon2(password, salt, params);
  const worker = new Worker(new URL("./argon2.worker.js", import.meta.url), { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => (data.hash ? resolve(data.hash) : reject(new VaultError("no_wasm")));
      worker.onerror = () => reject(new VaultError("no_wasm"));
      worker.postMessage({ password, salt, params });
    });
  } finally {
    worker.terminate();
  }
};

// The server says how the passphrase was stretched: no value of its may freeze the browser.
const within = (value, least, most) => Number.isInteger(value) && value >= least && value <= most;
const isSane = (kdf, params) =>
  (kdf === ARGON2ID.kdf && within(params.m, 8192, 1048576) && within(params.t, 1, 16) && within(params.p, 1, 4)) ||
  (kdf === PBKDF2.kdf && within(params.iterations, 100000, 10000000));

// 32 bytes out of what was typed; exported for tests.
export const stretch = async (passphrase, { kdf, kdfParams, salt }) => {
  if (!isSane(kdf, kdfParams ?? {})) throw new VaultError("unknown_kdf");
  return (kdf === ARGON2ID.kdf ? argon2id : pbkdf2)(typed(passphrase), salt, kdfParams);
};

export const passphraseKey = async (passphrase, how) => wrappingKey(await stretch(passphrase, how), PASSPHRASE);
export const recoveryKey = (code) => wrappingKey(Uint8Array.from(code), RECOVERY);

// A key from a new passphrase and how it was made; PBKDF2 where the browser refuses WebAssembly.
export const newPassphraseKey = async (passphrase) => {
  const salt = random(16);
  try {
    return { ...ARGON2ID, salt, key: await passphraseKey(passphrase, { ...ARGON2ID, salt }) };
  } catch (error) {
    if (error.code !== "no_wasm") throw error;
    return { ...PBKDF2, salt, key: await passphraseKey(passphrase, { ...PBKDF2, salt }) };
  }
};

// The vault key is made, wrapped and unwrapped inside WebCrypto: its bytes are never seen by this code.
export const newVaultKey = () => crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);

export const wrap = async (vaultKey, wrapping, boundTo) => {
  const nonce = random(NONCE);
  return concat(nonce, new Uint8Array(await crypto.subtle.wrapKey("raw", vaultKey, wrapping, gcm(nonce, boundTo))));
};

// extractable: only to wrap it again at once.
export const unwrap = (blob, wrapping, boundTo, { extractable = false } = {}) =>
  crypto.subtle
    .unwrapKey("raw", blob.slice(NONCE), wrapping, gcm(blob.slice(0, NONCE), boundTo), AES, extractable, ["encrypt", "decrypt"])
    .catch(() => { throw new VaultError("unreadable"); });
