// The tabs of one browser tell each other what they have saved.
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("vg_graphs");

// {id, revision} of a Graph; revision 0: it went to the bin, or came back from there.
export const announce = (id, revision) => channel?.postMessage({ id, revision });

export const heard = (onNews) => {
  const listen = ({ data }) => onNews(data ?? {});
  channel?.addEventListener("message", listen);
  return () => channel?.removeEventListener("message", listen);
};
