// Requests that start something: sent with a key, so that sending twice starts it once.
import { newId } from "../cut/store.js";
import { read } from "../settings/rest.js";

export const start = async (path, body = {}, key = newId()) => {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
  return read(await fetch(path, { method: "POST", credentials: "same-origin", headers, body: JSON.stringify(body) }).catch(() => null));
};

// A file that the server makes, saved without leaving the page.
export const save = (url, name = "") => {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
};

// Text of the page as a file.
export const saveText = (text, name, type) => {
  const url = URL.createObjectURL(new Blob([text], { type }));
  save(url, name);
  // The browser has begun to read it by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 0);
};
