// What admins read and type, in words and back.
const HUNDRED = 100; // cents
const MONEY = /^\s*(\d{1,6})(?:[.,](\d{1,2}))?\s*$/;
const WHOLE = /^\s*[+-]?\d{1,10}\s*$/;

export const ANY = "*";
export const KINDS = ["text", "image", "video", "speech"];

export const kindOf = (action) => (["enhance", "script"].includes(action) ? "text" : action.split(".")[0]);
export const actionName = (t, action) => t.label("admin_word", `action_${action === ANY ? "any" : action}`);
export const providerName = (t, slug, makers) => (slug === ANY ? t("admin.every_provider") : makers.find((one) => one.slug === slug)?.title ?? slug);
export const authorName = (t, author) => ({ "": t("admin.by_release"), operator: t("admin.by_operator"), "?": t("admin.by_gone") })[author] ?? author;

export const dateTime = (t, at) => t.date(at, { dateStyle: "medium", timeStyle: "short" });
export const dateOf = (t, at) => t.date(at, { dateStyle: "medium" });
// A day, and the time too when that day is near.
const NEAR = 172800000; // ms
export const soonDate = (t, at) => (Date.parse(at) - Date.now() < NEAR ? dateTime(t, at) : dateOf(t, at));
export const number = (t, n) => new Intl.NumberFormat(t.locale).format(n);

export const money = (t, cents, currency) =>
  new Intl.NumberFormat(t.locale, { style: "currency", currency: currency.toUpperCase(), currencyDisplay: "narrowSymbol", ...(cents % HUNDRED ? {} : { minimumFractionDigits: 0, maximumFractionDigits: 0 }) }).format(cents / HUNDRED);

// What was typed as hundredths, null when it is no amount: 9.99 and 9,99 are 999.
export const centsOf = (text) => {
  const found = MONEY.exec(text);
  return found ? Number(found[1]) * HUNDRED + Number((found[2] ?? "").padEnd(2, "0")) : null;
};
export const asMoney = (t, cents) => (cents / HUNDRED).toFixed(cents % HUNDRED ? 2 : 0).replace(".", t.locale === "fr" ? "," : ".");

// What was typed as a whole number, null when it is none.
export const wholeOf = (text) => (WHOLE.test(text) ? Number(text) : null);

// A moment as <input type="datetime-local"> takes it, in the reader's zone.
export const localMoment = (at) => {
  const date = new Date(at);
  return new Date(date - date.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
};

// The currency of what is for sale today, and whether there are several.
export const usualCurrency = (items) => items.find(({ now }) => now?.isOffered && now.cents)?.now.currency;
export const isMixed = (items) => new Set(items.filter(({ now }) => now?.isOffered && now.cents).map(({ now }) => now.currency)).size > 1;

// Plans whose names are texts of ours.
export const RELEASED = new Set(["free", "starter", "pro", "enterprise"]);
export const slugOf = (title) => title.normalize("NFD").toLowerCase().replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+|-+$/g, "").slice(0, 20).replace(/-+$/, "");

export const scheduled = (versions) => versions.filter(({ standing }) => standing === "scheduled");
export const current = (versions) => versions.find(({ standing }) => standing === "current");
