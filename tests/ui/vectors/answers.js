// What the modules of ui/vault make of the vectors; run by Node and by a browser, compared by Python.
import * as bytes from "./bytes.js";
import * as crypt from "./crypto.js";
import { hpkeSeal } from "./hpke.js";
import { newRecoveryCode, readRecoveryCode } from "./words.js";

const { fromHex, toHex } = bytes;
const all = (list, one) => Promise.all(list.map(one));
const refused = (promise) => promise.then(() => "opened", (error) => error.code);

// Only JWK takes a raw private key.
const pair = async (privateHex, publicHex) => {
  const url = (hex) => bytes.toBase64(fromHex(hex)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const jwk = { kty: "OKP", crv: "X25519", x: url(publicHex) };
  return {
    privateKey: await crypto.subtle.importKey("jwk", { ...jwk, d: url(privateHex) }, { name: "X25519" }, false, ["deriveBits"]),
    publicKey: await crypto.subtle.importKey("jwk", jwk, { name: "X25519" }, true, []),
  };
};

const header = async (vector) => {
  const boundTo = crypt.context(...vector.context);
  const how = { kdf: vector.kdf, kdfParams: vector.kdfParams, salt: fromHex(vector.salt) };
  const byPassphrase = await crypt.passphraseKey(vector.passphrase, how);
  const byCode = await crypt.recoveryKey(readRecoveryCode(vector.code));
  const raw = async (wrapped, key) =>
    toHex(new Uint8Array(await crypto.subtle.exportKey("raw", await crypt.unwrap(fromHex(wrapped), key, boundTo, { extractable: true }))));
  const kept = await crypt.unwrap(fromHex(vector.wrappedKey), byPassphrase, boundTo);
  const opened = await crypt.unwrap(fromHex(vector.wrappedKey), byPassphrase, boundTo, { extractable: true });
  return {
    byPassphrase: await raw(vector.wrappedKey, byPassphrase),
    byCode: await raw(vector.wrappedKeyRecovery, byCode),
    elsewhere: await refused(crypt.unwrap(fromHex(vector.wrappedKey), byPassphrase, crypt.context(...vector.context, "x"))),
    otherKey: await refused(crypt.unwrap(fromHex(vector.wrappedKey), byCode, boundTo)),
    isExtractable: kept.extractable,
    wrappedAnew: toHex(await crypt.wrap(opened, byCode, boundTo)),
  };
};

const hpke = async (vector) => {
  const ephemeral = await pair(vector.skEm, vector.enc);
  const seal = (options) => hpkeSeal(fromHex(vector.pkRm), fromHex(vector.info), fromHex(vector.pt), options);
  return {
    sealed: toHex(await seal({ aad: fromHex(vector.aad), ephemeral })),
    sealedPlain: toHex(await seal({ ephemeral })),
    sealedAnew: await all([1, 2, 3], async () => toHex(await seal({}))),
  };
};

const sealed = async ({ key, nonce, plaintext, context, blob }) => {
  const aes = await crypt.aesKey(fromHex(key));
  const boundTo = crypt.context(...context);
  const flipped = fromHex(blob);
  flipped[20] ^= 1;
  return {
    blob: toHex(await crypt.seal(aes, fromHex(plaintext), boundTo, fromHex(nonce))),
    opened: toHex(await crypt.unseal(aes, fromHex(blob), boundTo)),
    anew: toHex(await crypt.seal(aes, fromHex(plaintext), boundTo)),
    elsewhere: await refused(crypt.unseal(aes, fromHex(blob), crypt.context(...context, ""))),
    flipped: await refused(crypt.unseal(aes, flipped, boundTo)),
    cut: await refused(crypt.unseal(aes, fromHex(blob).slice(0, 20), boundTo)),
  };
};

// kdfs: the ways of stretching to try; Argon2id needs hash-wasm.
export const answers = async (vectors, kdfs) => ({
  isSupported: await crypt.isSupported(),
  context: vectors.context.map(({ parts }) => toHex(crypt.context(...parts))),
  derive: await all(vectors.derive, async ({ secret, label }) => toHex(await crypt.derive(fromHex(secret), label))),
  passphrase: await all(
    vectors.passphrase.filter(({ kdf }) => kdfs.includes(kdf)),
    async ({ passphrase, kdf, kdfParams, salt }) => toHex(await crypt.stretch(passphrase, { kdf, kdfParams, salt: fromHex(salt) })),
  ),
  seal: await all(vectors.seal, sealed),
  recovery: vectors.recovery.map(({ code }) => toHex(readRecoveryCode(code.toLowerCase().replaceAll("-", " ")))),
  newCode: newRecoveryCode(),
  header: kdfs.includes(vectors.header.kdf) ? await header(vectors.header) : null,
  rfc9180: await hpke(vectors.rfc9180),
});
