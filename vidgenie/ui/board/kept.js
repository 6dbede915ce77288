// What is not saved yet, in this tab: it outlives a reload and a lost connection.
const keyOf = (id) => `vg_board_${id}`;

export const write = (id, rows) => {
  try {
    const rest = Object.entries(rows).map(([key, { values, before, base }]) => [key, { values, before, base }]);
    if (rest.length) window.sessionStorage.setItem(keyOf(id), JSON.stringify(rest));
    else window.sessionStorage.removeItem(keyOf(id));
  } catch { /* storage is off: only a reload within the second loses it */ }
};

export const read = (id) => {
  try { return JSON.parse(window.sessionStorage.getItem(keyOf(id))) ?? []; } catch { return []; }
};

// Sent while the page goes away: nobody waits for the answer, and it stays in the tab until there is one.
export const last = (path, body) => {
  fetch(path, { method: "PATCH", credentials: "same-origin", keepalive: true, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }).catch(() => {});
};
