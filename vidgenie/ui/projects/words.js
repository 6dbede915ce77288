// What Projects are called in words, wherever they are shown.
import { lengthText } from "../cut/lengths.js";

// A text whose key is only known while running: word(t, "status", "ready").
export const word = (t, kind, name) => t.label("projects_word", `${kind}_${name}`);

export const STATUSES = ["draft", "scripting", "generating", "ready", "completed", "outdated", "failed"];
const TONES = { draft: "", scripting: "live", generating: "live", ready: "accent", completed: "good", outdated: "warn", failed: "bad" };
export const toneOf = (status) => TONES[status] ?? "";

export const isBusy = (status) => status === "scripting" || status === "generating";

export const PILLARS = ["tips", "education", "story"];
export const pillarText = (t, pillar) => (PILLARS.includes(pillar) ? word(t, "pillar", pillar) : pillar);

// Seconds in a place for numbers: "45 s", "1 min", "1 min 5 s"; a dash for none.
export const secondsText = (t, seconds) => {
  if (!seconds) return "–";
  return seconds % 60 ? lengthText(t, seconds) : t("projects.minutes", { n: seconds / 60 });
};

// A Project that nobody has named yet is called by its theme.
export const titleOf = (t, project) => project.title || project.theme || t("projects.untitled");

export const boardOf = (id) => `/projects/${id}`;
