// Events of the server while the window is looked at; asking again and again where they do not come through.
// Browsers allow six connections to one server: a hidden tab gives its own back.
const TRIES = 3; // broken streams before it is asked instead
const ASK = 1500; // ms between two questions
const ROUNDS = 20; // questions before the stream is tried again

// pathOf(): where from. names: of the events. onEvent(name, data). onLink("on" | "lost" | "asking"). ask() -> what a snapshot holds, or null.
// Returns how to stop.
export const listen = (pathOf, { names, onEvent, onLink, ask }) => {
  let source = null;
  let timer = 0;
  let broken = 0;
  let turn = 0; // what an earlier one still hears counts no more
  const hush = () => {
    source?.close();
    source = null;
    turn += 1;
    clearTimeout(timer);
  };
  const poll = async (mine, left) => {
    const data = await ask();
    if (mine !== turn) return;
    if (data) { onLink("asking"); onEvent("snapshot", data); }
    timer = setTimeout(() => (left ? poll(mine, left - 1) : open()), ASK);
  };
  const open = () => {
    hush();
    const stream = new EventSource(pathOf());
    source = stream;
    stream.onopen = () => { if (source === stream) onLink("on"); };
    for (const name of names) {
      stream.addEventListener(name, (event) => {
        if (source !== stream) return;
        broken = 0;
        onEvent(name, JSON.parse(event.data));
      });
    }
    stream.onerror = () => {
      if (source !== stream) return;
      broken += 1;
      onLink("lost");
      if (stream.readyState !== EventSource.CLOSED && broken < TRIES) return;
      broken = 0;
      hush();
      poll(turn, ROUNDS);
    };
  };
  const look = () => {
    if (document.visibilityState === "hidden") hush();
    else if (!source) { broken = 0; open(); }
  };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", look);
  look();
  return () => {
    hush();
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("online", look);
  };
};
