// Argon2id, 32 bytes. Loaded only by who derives a key from a passphrase.
import { argon2id } from "hash-wasm";

export const argon2 = (password, salt, { m, t, p }) =>
  argon2id({ password, salt, memorySize: m, iterations: t, parallelism: p, hashLength: 32, outputType: "binary" });
