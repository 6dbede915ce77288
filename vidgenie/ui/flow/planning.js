// What the server says a Run would do.
import { read } from "../settings/rest.js";
import { path } from "./doc.js";
import { heardClock } from "./told.js";

// What a plan says of a scope: {data: Plan} or {error}.
export const plan = async (body) => {
  const options = { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path("/plan"), options).catch(() => null);
  if (answer) heardClock(Date.parse(answer.headers.get("Date") ?? ""));
  return read(answer);
};
