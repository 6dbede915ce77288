// Files on their way to the server. By XMLHttpRequest: fetch does not tell how far an upload is.
import { newId, store } from "./store.js";

const AT_ONCE = 2;
const LARGEST = 500_000_000; // bytes of a clip, as in services/uploads.py: what is larger is not sent at all

// [{key, name, bytes, seq, share: 0..1, state: waiting | sending | checking | failed, error}]
export const uploads = store([]);

const running = new Map(); // key -> XMLHttpRequest
const jobs = new Map(); // key -> {file, onDone}
let counter = 0;

const patch = (key, values) => uploads.set((list) => list.map((one) => (one.key === key ? { ...one, ...values } : one)));
const drop = (key) => { jobs.delete(key); uploads.set((list) => list.filter((one) => one.key !== key)); };

const errorOf = (request) => {
  if (request.status === 0) return { code: "offline" };
  try { return JSON.parse(request.responseText)?.code ? JSON.parse(request.responseText) : { code: "unknown" }; } catch { return { code: request.status === 413 ? "too_large" : "unknown" }; }
};

// One file; onShare: how much of it is sent, 0..1. Answers {data} or {error}; the request can be aborted.
// isTransparent: what shines through in a picture is kept, as a logo needs it.
export const sendFile = (file, onShare, isTransparent = false) => {
  const request = new XMLHttpRequest();
  const answer = new Promise((resolve) => {
    request.upload.onprogress = ({ loaded, total }) => onShare(total ? loaded / total : 0);
    request.upload.onload = () => onShare(1);
    request.onabort = () => resolve({ error: { code: "cancelled" } });
    request.onerror = () => resolve({ error: { code: "offline" } });
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        try { resolve({ data: JSON.parse(request.responseText) }); return; } catch { /* told as any other failure */ }
      }
      resolve({ error: errorOf(request) });
    };
  });
  const form = new FormData();
  form.append("file", file);
  request.open("POST", isTransparent ? "/api/assets?transparent=true" : "/api/assets");
  request.send(form);
  return { request, answer };
};

const next = () => {
  const waiting = uploads.get().find((one) => one.state === "waiting");
  if (!waiting || running.size >= AT_ONCE) return;
  const { key } = waiting;
  const { file, onDone } = jobs.get(key);
  const { request, answer } = sendFile(file, (share) => patch(key, { share, state: share >= 1 ? "checking" : "sending" }));
  running.set(key, request);
  patch(key, { state: "sending", share: 0, error: null });
  answer.then(({ data, error }) => {
    running.delete(key);
    if (data) { drop(key); onDone(data, waiting.seq); }
    else if (error.code === "cancelled") drop(key);
    else patch(key, { state: "failed", error });
    next();
  });
  next();
};

// onDone(asset, seq) for each file that the server has taken in.
export const upload = (files, onDone) => {
  const added = [...files].map((file) => {
    const key = newId();
    jobs.set(key, { file, onDone });
    counter += 1;
    const error = file.size > LARGEST ? { code: "too_large", limit: LARGEST } : null;
    return { key, name: file.name, bytes: file.size, seq: Date.now() + counter, share: 0, state: error ? "failed" : "waiting", error };
  });
  uploads.set((list) => [...list, ...added]);
  next();
};

export const cancelUpload = (key) => {
  if (running.has(key)) running.get(key).abort();
  else drop(key);
};

export const retryUpload = (key) => {
  patch(key, { state: "waiting", error: null });
  next();
};

// Leaving would lose what is half sent: the browser asks first.
export const guardLeaving = () => {
  const ask = (event) => { if (running.size) event.preventDefault(); };
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
};
