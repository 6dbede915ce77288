// A Run, told about until it is over: by its events, by asking where those do not come through.
import { call } from "../settings/rest.js";

const OVER = ["COMPLETED", "FAILED", "CANCELLED", "UNKNOWN"];
const ASK = 1500; // ms between two questions
const TRIES = 3; // broken streams before it is asked instead

export const isOver = (status) => Boolean(status) && OVER.includes(status.status);

// onStatus: as /api/workflow/status answers. onMissing(error): there is no such Run. Returns how to stop.
export const follow = (id, onStatus, onMissing) => {
  let source = null;
  let timer = 0;
  let broken = 0;
  let isStopped = false;
  let last = null;
  const stop = () => { isStopped = true; source?.close(); clearTimeout(timer); };
  const tell = (status) => { if (isStopped) return; last = status; onStatus(status); if (isOver(status)) stop(); };
  const poll = async () => {
    const { data, error } = await call("GET", `/api/workflow/status/${id}`);
    if (isStopped) return;
    if (data) tell(data);
    else if (["not_found", "forbidden", "not_signed_in"].includes(error.code)) { stop(); onMissing(error); }
    if (!isStopped) timer = setTimeout(poll, ASK);
  };
  const listen = () => {
    source = new EventSource(`/api/workflow/events/${id}`);
    source.addEventListener("snapshot", (event) => { broken = 0; tell(JSON.parse(event.data)); });
    source.addEventListener("node", (event) => {
      const node = JSON.parse(event.data);
      if (last) tell({ ...last, nodes: last.nodes.map((one) => (one.id === node.id ? node : one)) });
    });
    source.addEventListener("run", (event) => tell({ ...last, ...JSON.parse(event.data), nodes: last?.nodes ?? [] }));
    source.onerror = () => {
      broken += 1;
      if (isStopped || (source.readyState !== EventSource.CLOSED && broken < TRIES)) return;
      source.close();
      poll();
    };
  };
  // First by asking: a Run that is not there is told in words, and not by a broken stream.
  call("GET", `/api/workflow/status/${id}`).then(({ data, error }) => {
    if (isStopped) return;
    if (data) { tell(data); if (!isStopped) listen(); }
    else if (error.code === "offline") poll();
    else { stop(); onMissing(error); }
  });
  return stop;
};

// What failed, by the Node that did.
export const errorOf = (status) => {
  const error = status?.error ?? status?.nodes?.map((node) => node.error).find(Boolean);
  return error ? { ...error, ...error.details } : { code: "unknown" };
};
