// Argon2id beside the page; answers {hash}, or {} where WebAssembly is refused.
import { argon2 } from "./argon2.js";

self.onmessage = async ({ data: { password, salt, params } }) => {
  const hash = await argon2(password, salt, params).catch(() => null);
  self.postMessage(hash ? { hash } : {});
};
