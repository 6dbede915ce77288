// HPKE (RFC 9180), base mode, one message: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
import { concat, integer, utf8 } from "./bytes.js";

const NOTHING = new Uint8Array(0);
const VERSION = utf8("HPKE-v1");
const KEM = concat(utf8("KEM"), integer(0x0020, 2));
const SUITE = concat(utf8("HPKE"), integer(0x0020, 2), integer(0x0001, 2), integer(0x0002, 2));

const hmac = async (key, data) => {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, data));
};

// RFC 5869: an empty salt is as many zeros as the hash is long.
const extract = (salt, secret) => hmac(salt.length ? salt : new Uint8Array(32), secret);

const expand = async (key, info, length) => {
  let block = NOTHING;
  let made = NOTHING;
  for (let count = 1; made.length < length; count += 1) {
    block = await hmac(key, concat(block, info, integer(count, 1)));
    made = concat(made, block);
  }
  return made.slice(0, length);
};

const labeledExtract = (suite, salt, label, secret) => extract(salt, concat(VERSION, suite, utf8(label), secret));
const labeledExpand = (suite, key, label, info, length) =>
  expand(key, concat(integer(length, 2), VERSION, suite, utf8(label), info), length);

// The encapsulated key (32 bytes), then the ciphertext. publicKey: 32 bytes. ephemeral is only given by tests.
export const hpkeSeal = async (publicKey, info, plaintext, { aad = NOTHING, ephemeral } = {}) => {
  const own = ephemeral ?? (await crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]));
  const encapsulated = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  const recipient = await crypto.subtle.importKey("raw", publicKey, { name: "X25519" }, false, []);
  const shared = new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: recipient }, own.privateKey, 256));

  const agreed = await labeledExtract(KEM, NOTHING, "eae_prk", shared);
  const secret = await labeledExpand(KEM, agreed, "shared_secret", concat(encapsulated, publicKey), 32);
  const schedule = concat(
    integer(0, 1), // base mode
    await labeledExtract(SUITE, NOTHING, "psk_id_hash", NOTHING),
    await labeledExtract(SUITE, NOTHING, "info_hash", info),
  );
  const root = await labeledExtract(SUITE, secret, "secret", NOTHING);
  const key = await labeledExpand(SUITE, root, "key", schedule, 32);
  const nonce = await labeledExpand(SUITE, root, "base_nonce", schedule, 12);

  const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: aad }, aes, plaintext);
  return concat(encapsulated, new Uint8Array(sealed));
};
