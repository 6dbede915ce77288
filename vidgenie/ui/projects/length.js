// How long a video may be: steps of five seconds, a Segment each.
export const STEP = 5; // seconds of a Segment
export const [SHORTEST, LONGEST] = [STEP, 300];

// What is wrong with a length, as it was typed: "" when nothing is.
export const lengthProblem = (typed) => {
  const n = Number(typed);
  if (String(typed).trim() === "" || !Number.isFinite(n)) return "none";
  if (n < SHORTEST) return "short";
  if (n > LONGEST) return "long";
  return n % STEP ? "step" : "";
};
