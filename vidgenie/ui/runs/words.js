// What Runs are called in words, wherever they are shown.
import { lengthText } from "../cut/lengths.js";
import { dollars } from "../money/words.js";

const WORDS = { PENDING: "queued", RUNNING: "running", COMPLETED: "succeeded", FAILED: "failed", UNKNOWN: "unknown", CANCELLING: "cancelling", CANCELLED: "cancelled" };
const TONES = { RUNNING: "live", CANCELLING: "live", COMPLETED: "good", FAILED: "bad", UNKNOWN: "warn" };

export const statusOf = ({ status }) => WORDS[status] ?? "unknown";
export const toneOf = ({ status }) => TONES[status] ?? "";
export const statusText = (t, run) => (run.decideUntil ? t("runs.to_decide") : t.label("run", statusOf(run)));

export const isUnderWay = (run) => ["PENDING", "RUNNING", "CANCELLING"].includes(run?.status);
// A Project knows by itself what is missing; and what is in doubt is decided about first.
export const canRetry = (run) => !isUnderWay(run) && run.source !== "project" && !run.decideUntil;

export const runOf = (id) => `/runs/${id}`;
export const graphOf = (id) => `/create/${id}`;
export const projectOf = (id) => `/projects/${id}`;

// A Run that nobody typed anything for is called by its Project or Graph.
export const titleOf = (t, run) => run.prompt || run.projectTitle || run.graphName || t("runs.untitled");

export const priceText = (t, credits) => (credits ? t("credits.count", { n: credits }) : t("runs.free"));
export const creditsText = (t, run) => priceText(t, run.credits);
export const costText = (t, usd) => (usd ? dollars(t, usd * 1e6) : "");

const SHORTEST = 0.05; // s: less is shown as nothing
export const tookText = (t, seconds) => (seconds >= SHORTEST ? lengthText(t, seconds) : "");

// How far it is: its place while it waits, what is left while it works, what it made once it is over.
export const progressText = (t, run) => {
  if (run.status === "PENDING") return run.queuePlace ? t("runs.place", { n: run.queuePlace }) : "";
  if (isUnderWay(run)) return run.estimatedTimeRemaining > 0 ? t("runs.left", { length: lengthText(t, run.estimatedTimeRemaining) }) : "";
  const made = t("runs.made", { n: run.made, all: run.nodes });
  return run.reused ? `${made} · ${t("runs.reused", { n: run.reused })}` : made;
};
