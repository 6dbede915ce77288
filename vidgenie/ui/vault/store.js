// The vault as the rest of the product uses it. Every function but the first three asks the server, and
// throws a VaultError whose code `t.error()` and `t.remedy()` put into words.
import * as api from "./api.js";
import { fromBase64, random, text, toBase64, toHex, utf8 } from "./bytes.js";
import * as crypt from "./crypto.js";
import { hpkeSeal } from "./hpke.js";
import * as session from "./session.js";
import { newRecoveryCode, readRecoveryCode } from "./words.js";

export { isSupported, VaultError } from "./crypto.js";
export { isUnlocked, lock, onVault, vault } from "./session.js";

const { VaultError } = crypt;
const wrapContext = (header, generation) => crypt.context(header.environment, "vault-key", header.accountId, generation);
const keyContext = (header, { provider, secretId, generation }) =>
  crypt.context(header.environment, "sealed", header.accountId, provider, secretId, generation);

// What the server has: {exists, generation, strict, policy, isLocked, secrets...}.
export const refresh = async () => {
  const header = await api.getVault().catch((error) => {
    if (error.code === "not_signed_in") session.lock();
    throw error;
  });
  session.know(header);
  if (!(await crypt.isSupported())) session.cannot();
  return header;
};
session.listenToOthers(() => refresh().catch(() => { /* the next one who needs it asks again */ }));

const current = async () => {
  await crypt.requireSupport();
  return refresh();
};

const existing = async () => {
  const header = await current();
  if (!header.exists) throw new VaultError("no_vault");
  return header;
};

const opened = async () => {
  const header = session.vault().header ?? (await refresh());
  const key = session.vaultKey();
  if (!key) throw new VaultError("vault_closed");
  return { header, key };
};

const wrongly = (code) => (error) => {
  throw error.code === "unreadable" ? new VaultError(code) : error;
};

// How the vault key comes out of its wrapping; `extractable` only to wrap it anew.
const byPassphrase = async (header, passphrase, extractable) => {
  const how = { kdf: header.kdf, kdfParams: header.kdfParams, salt: fromBase64(header.salt) };
  const wrapping = await crypt.passphraseKey(passphrase, how);
  return crypt
    .unwrap(fromBase64(header.wrappedKey), wrapping, wrapContext(header, header.generation), { extractable })
    .catch(wrongly("wrong_passphrase"));
};
const byCode = async (header, typed, extractable) => {
  const code = readRecoveryCode(typed);
  if (!code) throw new VaultError("wrong_recovery_code");
  const bound = wrapContext(header, header.recoveryGeneration ?? header.generation);
  return crypt
    .unwrap(fromBase64(header.wrappedKeyRecovery), await crypt.recoveryKey(code), bound, { extractable })
    .catch(wrongly("wrong_recovery_code"));
};

const wrappedByPassphrase = async (header, generation, vaultKey, passphrase) => {
  const { kdf, kdfParams, salt, key } = await crypt.newPassphraseKey(passphrase);
  const wrapped = await crypt.wrap(vaultKey, key, wrapContext(header, generation));
  return { kdf, kdfParams, salt: toBase64(salt), wrappedKey: toBase64(wrapped) };
};
const wrappedByCode = async (header, generation, vaultKey, code) => {
  const key = await crypt.recoveryKey(readRecoveryCode(code));
  return { wrappedKeyRecovery: toBase64(await crypt.wrap(vaultKey, key, wrapContext(header, generation))) };
};

const use = async (header, passphrase) => session.hold(await byPassphrase(header, passphrase, false), header);

// A vault that did not exist, unlocked. recoveryCode: of newRecoveryCode, already written down.
export const create = async (passphrase, recoveryCode) => {
  const header = await current();
  const generation = (header.generation ?? 0) + 1;
  const vaultKey = await crypt.newVaultKey();
  const made = await api.postVault({
    generation,
    ...(await wrappedByPassphrase(header, generation, vaultKey, passphrase)),
    ...(await wrappedByCode(header, generation, vaultKey, recoveryCode)),
  });
  // Opened with what the server kept: a vault that does not open is noticed now.
  await use(made, passphrase);
  session.tellOthers();
};

export const unlock = async (passphrase) => use(await existing(), passphrase);

const rewrap = async (open, passphrase, recoveryCode) => {
  const header = await existing();
  const vaultKey = await open(header);
  const generation = header.generation + 1;
  const kept = await api.putVault({
    generation: header.generation,
    ...(await wrappedByPassphrase(header, generation, vaultKey, passphrase)),
    ...(recoveryCode ? await wrappedByCode(header, generation, vaultKey, recoveryCode) : {}),
  });
  await use(kept, passphrase);
  session.tellOthers();
};

// The recovery code stays what it was, unless a new one is given.
export const changePassphrase = (passphrase, next, recoveryCode = "") =>
  rewrap((header) => byPassphrase(header, passphrase, true), next, recoveryCode);

// For who forgot the passphrase; a used recovery code is replaced.
export const resetPassphrase = (code, next, recoveryCode = newRecoveryCode()) =>
  rewrap((header) => byCode(header, code, true), next, recoveryCode).then(() => recoveryCode);

export const setStrict = async (strict) => {
  session.know(await api.patchVault({ strict }));
  session.tellOthers();
};

// Sealed keys are deleted with it.
export const remove = async () => {
  await api.deleteVault();
  session.lock({ everywhere: true });
  session.tellOthers();
  await refresh();
};

const MAX_KEY = 4096; // characters; a service account's file is the longest
// A service account's file is kept as what is needed of it, as one word, like the server does.
const FILE_PARTS = ["type", "project_id", "private_key_id", "private_key", "client_email"];
const packed = (text) => {
  if (!text.startsWith("{")) return text;
  try {
    const file = JSON.parse(text);
    if (FILE_PARTS.every((part) => typeof file[part] === "string" && file[part])) {
      return toBase64(utf8(JSON.stringify(Object.fromEntries(FILE_PARTS.map((part) => [part, file[part]])))));
    }
  } catch {
    // Not JSON: it is refused like a file that is not whole.
  }
  return "";
};
const problemOf = (key) => {
  if (!key) return "empty";
  if (key.length < 8) return "too_short";
  if (key.length > MAX_KEY) return "too_long";
  if (/[\u0000-\u001f\u007f]/.test(key)) return "control_character";
  if (/[^\u0000-\u007f]/.test(key)) return "not_ascii";
  return key.includes(" ") ? "has_space" : "";
};

// Seal a provider's key and store it; answers {success, key} as the REST API does. The server cannot
// look at it, so what would never work is refused here.
export const sealKey = async (provider, typed, { revision } = {}) => {
  const { header, key } = await opened();
  const trimmed = typed.trim();
  const plain = packed(trimmed);
  const problem = trimmed && !plain ? "malformed" : problemOf(plain);
  if (problem) throw new VaultError("invalid_input", { field: provider, problem });
  const place = { provider, secretId: toHex(random(16)), generation: header.generation };
  const blob = await crypt.seal(key, utf8(plain), keyContext(header, place));
  const answer = await api.putKey(provider, {
    secretId: place.secretId,
    generation: place.generation,
    blob: toBase64(blob),
    last4: plain.slice(-4),
    ...(revision === undefined ? {} : { revision }),
  });
  await refresh();
  session.tellOthers();
  return answer;
};

const openBlob = async ({ header, key }, secret) =>
  text(await crypt.unseal(key, fromBase64(secret.blob), keyContext(header, secret)));

// A provider's key as it was typed; for showing it to its owner.
export const openKey = async (provider) => {
  const held = await opened();
  const secret = (await refresh()).secrets.find((one) => one.provider === provider);
  if (!secret) throw new VaultError("not_found", { what: "key" });
  return openBlob(held, secret);
};

// Hand one key to whom the server names, for one Run and until the request expires.
export const grant = async (request) => {
  const held = await opened();
  const { workflowId, provider, recipient, expiresAt } = request;
  const plain = utf8(await openBlob(held, request));
  const { environment, accountId } = held.header;
  const info = crypt.context(environment, "grant", workflowId, accountId, provider, recipient.id, expiresAt);
  const blob = await hpkeSeal(fromBase64(recipient.publicKey), info, plain);
  plain.fill(0);
  await api.postGrant({ workflowId, provider, recipientId: recipient.id, expiresAt, blob: toBase64(blob) });
};

// Whether there is an unlocked vault now; asks for a new passphrase or for the one there is.
export const ensureVault = async () => {
  const header = await current();
  if (session.isUnlocked()) return true;
  const { ask } = await import("./ask.jsx");
  return ask(header.exists ? "unlock" : "create");
};
