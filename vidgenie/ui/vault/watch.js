// Which Runs wait for a key: one connection for all tabs of an account. A browser opens six to a host,
// and each of them would be taken by a tab that only listens.
import { EVENTS, getRequests } from "./api.js";

const RETRY = [2000, 5000, 15000, 60000]; // ms

const connect = (tell, signedOut) => {
  let source = null;
  let timer = 0;
  let failures = 0;
  const open = () => {
    source = new EventSource(EVENTS);
    source.addEventListener("requests", (event) => {
      failures = 0;
      tell(JSON.parse(event.data).requests);
    });
    // A lost connection is opened again by the browser; an answer that was no stream is not.
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) getRequests().then(({ requests }) => { tell(requests); again(); }, stopped);
    };
  };
  const stopped = (error) => (error.code === "not_signed_in" ? signedOut() : again());
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(open, RETRY[Math.min(failures, RETRY.length - 1)]);
    failures += 1;
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
};

// Calls tell(requests) now and after every change, signedOut() once nobody is signed in any more.
// Returns what ends it.
export const watchRequests = (accountId, { tell, signedOut }) => {
  if (!navigator.locks || typeof BroadcastChannel === "undefined") return connect(tell, signedOut);
  const name = `vg-vault-requests-${accountId}`;
  const channel = new BroadcastChannel(name);
  const ended = new AbortController();
  let latest = null; // only in the tab that has the connection
  channel.onmessage = ({ data }) => {
    if (data.requests) tell(data.requests);
    else if (latest) channel.postMessage({ requests: latest });
  };
  channel.postMessage({ ask: true });
  const lead = () =>
    new Promise((done) => {
      const close = connect((requests) => {
        latest = requests;
        tell(requests);
        channel.postMessage({ requests });
      }, signedOut);
      ended.signal.addEventListener("abort", () => { close(); done(); });
    });
  navigator.locks.request(name, { signal: ended.signal }, lead).catch(() => { /* ended while another tab was listening */ });
  return () => {
    ended.abort();
    channel.close();
  };
};
