// The REST API of the vault. Errors are VaultErrors with the code the server gave.
import { VaultError } from "./crypto.js";

const send = async (method, path, body) => {
  const options = { method, credentials: "same-origin", headers: {} };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(path, options).catch(() => null);
  if (!answer) return { error: { code: "offline" } };
  const data = await answer.json().catch(() => ({}));
  return answer.ok ? { data } : { error: data.code ? data : { code: "unknown" } };
};

// Removing what cannot be brought back may need the account's password once more.
const confirmed = async (request) => {
  const { withConfirmation } = await import("../settings/confirm.jsx");
  return withConfirmation(request);
};

const call = async (method, path, body) => {
  const request = () => send(method, path, body);
  let answer = await request();
  if (answer.error?.code === "confirmation_needed") answer = await confirmed(request);
  if (answer.error) throw new VaultError(answer.error.code, answer.error);
  return answer.data;
};

const VAULT = "/api/vault";
export const EVENTS = `${VAULT}/requests/events`;

export const getVault = () => call("GET", VAULT);
export const postVault = (body) => call("POST", VAULT, body);
export const putVault = (body) => call("PUT", VAULT, body);
export const patchVault = (body) => call("PATCH", VAULT, body);
export const deleteVault = () => call("DELETE", VAULT);
export const putKey = (provider, body) => call("PUT", `${VAULT}/keys/${encodeURIComponent(provider)}`, body);
export const getRequests = () => call("GET", `${VAULT}/requests`);
export const postGrant = (body) => call("POST", `${VAULT}/grants`, body);
