// Texts in the browser: the language lives in a cookie and switches without a reload.
import { useSyncExternalStore } from "react";
import TABLE from "./vidgenie_texts.js";

const LANGUAGES = ["en", "fr"];
const COOKIE = "vg_locale";
const YEAR = 31536000;
const listeners = new Set();

const inBrowser = typeof document !== "undefined";

// Twin of the script in build.py that runs before the first paint.
const initial = () => {
  if (!inBrowser) return "en";
  const chosen = document.cookie.match(/(?:^|; )vg_locale=(en|fr)/)?.[1];
  return chosen ?? (navigator.language?.toLowerCase().startsWith("fr") ? "fr" : "en");
};

const humanise = (word) => String(word ?? "").replace(/[_.-]+/g, " ");

// Plans that an admin has added are in no catalogue: their names are asked for when one is missed.
const PLAN_NAMES = "/api/plans/names";
const missed = new Set();
const guessed = (slug) => slug.charAt(0).toUpperCase() + humanise(slug.slice(1));

const learn = ({ items }) => {
  const named = TABLE["billing.plan_named"];
  items.forEach(({ slug, ...names }) => {
    const called = LANGUAGES.map((language) => names[language]);
    TABLE[`plan.${slug}_name`] = called;
    TABLE[`plan.${slug}`] = called.map((plan, index) => named[index].replace("{plan}", () => plan));
  });
  texts = madeAnew();
  listeners.forEach((listener) => listener());
};

const miss = (slug) => {
  if (!inBrowser || !slug || missed.has(slug)) return;
  missed.add(slug);
  fetch(PLAN_NAMES).then((answer) => (answer.ok ? answer.json().then(learn) : undefined), () => missed.delete(slug));
};

// What a plan is called until that is known.
const planGuess = (name) => {
  const slug = String(name ?? "").replace(/_name$/, "");
  miss(slug);
  return guessed(slug);
};

const make = (language) => {
  const index = LANGUAGES.indexOf(language);
  const number = new Intl.NumberFormat(language);
  const plural = new Intl.PluralRules(language);

  const shown = (name, value) => {
    if (typeof value === "number") return number.format(value);
    if (name === "what" && TABLE[`noun.${value}`]) return TABLE[`noun.${value}`][index];
    if (name === "field") return label("field", String(value).split(".").pop());
    return String(value ?? "");
  };
  const text = (key, values) => {
    let found = TABLE[key]?.[index];
    if (found === undefined) return key;
    if (typeof found === "object") found = found[plural.select(Number(values?.n ?? 0))] ?? found.other;
    return found.replace(/{(\w+)}/g, (_, name) => shown(name, values?.[name]));
  };
  // A text whose key is only known while running: "field" + "style"; a readable guess when there is none.
  const label = (group, name) => (TABLE[`${group}.${name}`] ? text(`${group}.${name}`) : group === "plan" ? planGuess(name) : humanise(name));
  // The most exact sentence we have for an error {code, problem?, field?, ...params}.
  const about = (group, error) => {
    if (!error?.code) return "";
    const { code, problem, field } = error;
    const place = String(field ?? "").split(".").pop();
    const keys = [`${code}.${problem}.${place}`, `${code}.${problem}`, code, "unknown"].map((last) => `${group}.${last}`);
    return text(keys.find((key) => TABLE[key]), error);
  };

  text.label = label;
  text.error = (error) => about("error", error);
  text.remedy = (error) => about("remedy", error);
  text.locale = language;
  // A moment as Intl writes it, and the first of a month as French does: "1er décembre".
  text.date = (at, options) => {
    const written = new Intl.DateTimeFormat(language, options).format(new Date(at));
    return language === "fr" ? written.replace(/\b1(?= \p{L})/u, "1er") : written;
  };
  return text;
};

const madeAnew = () => Object.fromEntries(LANGUAGES.map((language) => [language, make(language)]));
let texts = madeAnew();
let current = initial();

const mark = () => {
  document.documentElement.lang = current;
  document.documentElement.classList.remove("vg-wait");
};

export const setLocale = (language) => {
  if (!LANGUAGES.includes(language) || language === current) return;
  current = language;
  document.cookie = `${COOKIE}=${language}; path=/; max-age=${YEAR}; samesite=lax`;
  mark();
  listeners.forEach((listener) => listener());
};

export const toggleLocale = () => setLocale(current === "en" ? "fr" : "en");

const subscribe = (listener) => {
  if (listeners.size === 0) mark();
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useT = () => useSyncExternalStore(subscribe, () => texts[current], () => texts.en);
