// The tabs of one browser tell each other what they have saved.
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("vg_graphs");

// revision 0: it went to the bin, or came back from there.
export const announce = ({ id, revision = 0, name = "" }) => channel?.postMessage({ id, revision, name });

export const heard = (onNews) => {
  const listen = ({ data }) => onNews(data ?? {});
  channel?.addEventListener("message", listen);
  return () => channel?.removeEventListener("message", listen);
};
