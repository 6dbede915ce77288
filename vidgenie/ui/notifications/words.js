// What notifications say, by their kind and figures; t: the texts of the reader's language.
export const TONES = {
  run_finished: "good", run_failed: "bad", run_doubt: "warn", run_undecided: "", run_refunded: "good",
  credits_low: "warn", unusual_use: "warn", renewal: "good", purchase: "good", purchase_reversed: "",
  refund_failed: "warn", bought_twice: "good", renewal_soon: "",
  payment_failed: "bad", plan_changed: "", plan_ended: "warn", adjusted: "",
};

const money = (t, cents, currency) => new Intl.NumberFormat(t.locale, { style: "currency", currency: currency || "usd", currencyDisplay: "narrowSymbol" }).format(cents / 100);

// A day without an hour is the same one wherever it is read.
const day = (t, at) => t.date(at, { dateStyle: "medium", ...(at.length === 10 && { timeZone: "UTC" }) });

// With the minus sign that all figures of ours have.
const signed = (t, n) => new Intl.NumberFormat(t.locale, { signDisplay: "exceptZero" }).format(n).replace("-", "−");

// The figures as texts take them; n chooses between one and many.
const values = (t, { title, credits, usual, cents, currency, plan, until, reason }) => ({
  n: Math.abs(credits ?? 0),
  change: signed(t, credits ?? 0),
  title: title || t("runs.untitled"),
  usual: usual ?? 0,
  amount: cents === undefined ? "" : money(t, cents, currency),
  plan: plan ? t.label("plan", `${plan}_name`) : "",
  until: until ? day(t, until) : "",
  reason: reason ?? "",
});

const WITHOUT_LIMIT = ["purchase", "renewal"];
// Without credits there is something else to say than "0 credits".
const WITHOUT_CREDITS = ["run_finished", "run_undecided", "purchase_reversed", "refund_failed"];
const told = (kind, { credits }) => (WITHOUT_LIMIT.includes(kind) && credits === 0 ? `${kind}_unlimited` : kind);

export const titleOf = (t, { kind, params }) => t(`notification_word.title_${told(kind, params)}`, values(t, params));

export const textOf = (t, { kind, params }) => {
  const hour = ["hour", "rare"].includes(params.period) ? `_${params.period}` : "";
  const none = WITHOUT_CREDITS.includes(kind) && params.credits === 0 ? "_none" : "";
  if (kind !== "run_failed") return t(`notification_word.text_${told(kind, params)}${hour}${none}`, values(t, params));
  const why = t.error(params.error ?? { code: params.code || "unknown" });
  return params.refunded ? `${why} ${t("notification.refunded", { n: params.refunded })}` : why;
};

export const nameOf = (t, kind) => t.label("notification_word", `kind_${kind}`);

// Kinds in the order of the preferences.
export const GROUPS = [
  ["runs", ["run_finished", "run_failed", "run_doubt", "run_undecided", "run_refunded"]],
  ["credits", ["credits_low", "unusual_use", "purchase", "adjusted"]],
  ["plan", ["renewal_soon", "renewal", "payment_failed", "plan_changed", "plan_ended", "purchase_reversed", "refund_failed", "bought_twice"]],
];

// Days of the reader's calendar: [key, items], the newest first.
export const byDay = (items) => {
  const days = [];
  for (const item of items) {
    const key = new Date(item.createdAt).toDateString();
    if (days.at(-1)?.[0] !== key) days.push([key, []]);
    days.at(-1)[1].push(item);
  }
  return days;
};

export const dayName = (t, key, now = new Date()) => {
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (key === now.toDateString()) return t("notification.today");
  if (key === yesterday.toDateString()) return t("notification.yesterday");
  return t.date(key, { dateStyle: "full" });
};
