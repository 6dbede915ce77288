// The job that is being described: kept in this tab until there is a Project of it.
import { useEffect } from "react";
import { store } from "../cut/store.js";
import { call } from "../settings/rest.js";
import { lengthProblem, STEP } from "./length.js";
import { cutOf } from "./paste.js";
import { start } from "./rest.js";
import { themeProblem } from "./theme.jsx";

export const SOURCES = ["theme", "paste", "template", "csv"];

// voice: undefined until somebody chose one, null for none. provider: "" until somebody chose one.
const fresh = (language) => ({ source: "theme", theme: "", pillar: "tips", seconds: 30, language, provider: "", voice: undefined, template: "", script: "" });

// account: "" until it is known whose job this is. project: the one that is changed, null for a new one.
export const job = store({ account: "", project: null, ...fresh("en") });

const keyOf = (account) => `vg_new_project_${account}`;
const kept = {
  read: (key) => { try { return JSON.parse(window.sessionStorage.getItem(key)); } catch { return null; } },
  write: (key, value) => { try { if (value) window.sessionStorage.setItem(key, JSON.stringify(value)); else window.sessionStorage.removeItem(key); } catch { /* storage is off: only a reload loses it */ } },
};

export const change = (values) => job.set(values);

// What a Project says about its job.
const ofProject = (project) => ({
  source: "theme", theme: project.theme, pillar: project.pillar, seconds: project.totalSeconds, language: project.language,
  provider: project.choices.provider, voice: project.choices.voice, template: "", script: "",
});

// What was typed before it was known whose job this is: it counts more than what was kept.
const typed = () => {
  const { account, project, ...values } = job.get();
  const first = fresh("en");
  return account ? {} : Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== first[name]));
};

// asked: of the address: source, template, theme. project: when a step back was made.
export const useJob = (account, language, asked, project) => {
  useEffect(() => {
    if (!account) return undefined;
    if (project) { job.set({ account, project, ...fresh(language), ...ofProject(project) }); return undefined; }
    const wanted = Object.fromEntries(["source", "template", "theme"].filter((name) => asked[name]).map((name) => [name, asked[name]]));
    if (wanted.template) wanted.source = "template";
    if (wanted.source && !SOURCES.includes(wanted.source)) delete wanted.source;
    job.set({ account, project: null, ...fresh(language), ...kept.read(keyOf(account)), ...wanted, ...typed() });
    return job.subscribe(() => {
      const { account: owner, project: changed, ...value } = job.get();
      if (owner && !changed) kept.write(keyOf(owner), value);
    });
  }, [account, project?.id]);
};

// What has to be put right before it can go on: names of fields.
export const lacksOf = (values) => {
  if (values.source === "paste") return values.script.trim() ? [] : ["script"];
  if (values.source === "template") return [!values.template && "template", themeProblem(values.theme) === "long" && "theme"].filter(Boolean);
  return [themeProblem(values.theme) && "theme", lengthProblem(values.seconds) && "seconds"].filter(Boolean);
};

const choicesOf = ({ provider, voice }, writer) => ({ provider, textProvider: writer, ...(voice === undefined ? {} : { voice }) });

// A script that comes without a theme is known by its first words.
const TITLE = 60;
const titled = (script, language) => {
  const said = cutOf(script, language).find((piece) => piece.text)?.text ?? "";
  return said.length > TITLE ? `${said.slice(0, TITLE).replace(/\s+\S*$/, "")}…` : said;
};

const bodyOf = (values, writer) => {
  const { source, pillar, language, seconds, template, script } = values;
  const theme = values.theme.trim();
  const shared = { language, choices: choicesOf(values, writer) };
  if (source === "paste") return { ...shared, script, pillar, title: titled(script, language) };
  if (source === "template") return { ...shared, templateSlug: template, ...(theme ? { theme } : {}) };
  return { ...shared, theme, pillar, totalSeconds: seconds };
};

// As many Segments as the new length has: empty ones are added and taken away, texts never.
const fitted = async (project, seconds) => {
  const wanted = seconds / STEP;
  let now = project;
  for (let n = project.segments.length; n < wanted; n += 1) {
    const { data, error } = await call("POST", `/api/projects/${project.id}/segments`, { after: now.segments.at(-1)?.id ?? null, text: "", prompt: "" });
    if (error) return { error };
    now = data;
  }
  for (const segment of project.segments.slice(wanted).reverse()) {
    if (segment.text.trim() || segment.prompt.trim() || segment.takeCount) break;
    const { data, error } = await call("DELETE", `/api/projects/${project.id}/segments/${segment.id}`);
    if (error) return { error };
    now = data;
  }
  return { data: now };
};

const saved = async (values, writer) => {
  const { project, theme, pillar, language, seconds } = values;
  // The writer was chosen beside the Segments, where there are some.
  const { textProvider, ...choices } = choicesOf(values, writer);
  const { data, error } = await call("PATCH", `/api/projects/${project.id}`, { theme: theme.trim(), pillar, language, choices });
  if (error || seconds === project.totalSeconds) return { data, error };
  return fitted(data, seconds);
};

// The Project of this job: made, or changed after a step back. writer: slug of who will write.
export const submit = async (writer, key) => {
  const values = job.get();
  const answer = values.project ? await saved(values, writer) : await start("/api/projects", bodyOf(values, writer), key);
  if (answer.data && !values.project) kept.write(keyOf(values.account), null);
  return answer;
};
