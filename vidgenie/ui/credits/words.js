// Credits, money and days in words; t: the texts of the reader's language.
const HUNDRED = 100; // cents
const KNOWN_REASONS = new Set([
  "plan", "welcome", "pack", "promo", "adjust", "refund", "hold", "capture", "release", "expired",
  "platform_failure", "payment_returned", "reinstated", "refund_failed",
]);

const currency = (t, amount, code, digits) =>
  new Intl.NumberFormat(t.locale, { style: "currency", currency: code.toUpperCase(), currencyDisplay: "narrowSymbol", ...digits }).format(amount);

// Whole amounts without cents, others with all of them.
export const money = (t, cents, code = "usd") =>
  currency(t, cents / HUNDRED, code, cents % HUNDRED ? {} : { minimumFractionDigits: 0, maximumFractionDigits: 0 });

// What one credit costs: to a tenth of a cent.
export const perCredit = (t, { cents, credits, currency: code }) =>
  (cents && credits ? currency(t, cents / HUNDRED / credits, code ?? "usd", { minimumFractionDigits: 3, maximumFractionDigits: 3 }) : "");

export const number = (t, n) => new Intl.NumberFormat(t.locale).format(n);
export const dateOf = (t, at) => (at ? t.date(at, { dateStyle: "long" }) : "");
export const shortDate = (t, at) => (at ? t.date(at, { dateStyle: "medium" }) : "");
export const clockOf = (t, at) => new Intl.DateTimeFormat(t.locale, { timeStyle: "short" }).format(new Date(at));

// A day without a time, as the server writes it: 2026-11-22.
export const dayOf = (t, day) => t.date(`${day}T00:00Z`, { day: "numeric", month: "long", timeZone: "UTC" });

export const planName = (t, slug) => t.label("plan", `${slug}_name`);
export const packName = (t, pack) => (/^\d*$/.test(pack.title ?? "") ? t("credits.count", { n: pack.credits }) : pack.title);
export const productName = (t, { kind, slug, title, credits }) => (kind === "plan" ? t("billing.plan_named", { plan: planName(t, slug) }) : packName(t, { title, credits }));

// Words of ours, or those of whoever took the credits.
export const reasonText = (t, reason) => (KNOWN_REASONS.has(reason) ? t.label("reason", reason) : reason);

// What an entry without a Node was, and what is said about it besides.
export const storyOf = (t, { type, reason, workflowId, metadata }) => {
  const [plan, said] = [reason === "plan" && metadata?.product, KNOWN_REASONS.has(reason) ? "" : reason];
  if (said && typeof metadata?.adjusted === "number") return [t.label("reason", "adjust"), said];
  if (said && type === "credit" && workflowId) return [t.label("reason", "refund"), said];
  return [reasonText(t, reason), plan ? t("billing.plan_named", { plan: planName(t, plan) }) : ""];
};

// What something costs by the price table; NaN when a row of it is gone.
const priceOf = (prices, action) => prices?.find((row) => row.action === action && row.provider === "*")?.credits ?? NaN;
const sumOf = (prices, parts) => parts.reduce((sum, [action, times]) => sum + times * priceOf(prices, action), 0);
// A Graph of five Nodes with a clip of 8 s; a Project of 30 s: script, six Segments, voice.
const CLIP = [["enhance", 1], ["image.1024", 1], ["video.8", 1]];
const FILM = [["script", 1], ["video.8", 6], ["speech", 1]];

// How many of each the credits make; null when the prices do not say.
const fit = (credits, price) => (price > 0 ? Math.floor(credits / price) : null);
export const clips = (prices, credits) => fit(credits, sumOf(prices, CLIP));
export const films = (prices, credits) => fit(credits, sumOf(prices, FILM));

// How full the gauge is, 0 to 100: of what a month brings, and full above it.
export const percentOf = ({ credits, granted, unlimited }) =>
  (unlimited || !granted ? Number(unlimited || credits > 0) * 100 : Math.min(100, Math.round((100 * credits) / granted)));
