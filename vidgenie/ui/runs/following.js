// One Run as it happens: what is written down about it, and where its Nodes are now.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { follow } from "../cut/follow.js";
import { usePolling } from "../projects/polling.js";
import { useResource } from "../settings/rest.js";

const NONE = Object.freeze({});

// again(): it goes on, somebody has decided.
export const useRun = (id) => {
  const [data, error, reload] = useResource(`/api/runs/${id}`);
  const [status, setStatus] = useState(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    setStatus(null);
    return follow(id, setStatus, () => {});
  }, [id, round]);
  // The log is read again when a Node has come further; how far one is within itself, the events tell.
  const standing = status ? `${status.status} ${status.nodes.map((node) => `${node.status}${node.provider}`).join(" ")}` : "";
  const last = useRef("");
  useEffect(() => {
    if (standing && last.current && last.current !== standing) reload();
    if (standing) last.current = standing;
  }, [standing, reload]);
  // Its place in the queue changes when others begin, which no event of its own tells.
  usePolling(reload, status?.status === "PENDING");
  const nodes = useMemo(() => (status ? Object.fromEntries(status.nodes.map((node) => [node.id, node])) : NONE), [status]);
  const again = useCallback(() => { setRound((n) => n + 1); reload(); }, [reload]);
  const isHere = data?.run.id === id;
  return { data: isHere ? data : null, error: isHere ? null : error, status: status?.workflowId === id ? status : null, nodes, reload, again };
};
