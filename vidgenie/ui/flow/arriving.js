// The Runs of the Graph that is open are followed while it is.
import { useEffect } from "react";
import { doc } from "./doc.js";
import { follow } from "./live.js";

export const useArriving = () => {
  const id = doc.use((now) => (now.status === "ready" ? now.id : ""));
  useEffect(() => (id ? follow(id) : undefined), [id]);
};
