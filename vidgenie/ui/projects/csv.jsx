// Many videos at once: a table, looked at row by row before anything is made; all of it starts, or nothing.
import { useRef, useState } from "react";
import { CircleAlert, CircleCheck, Download, FileSpreadsheet, RotateCcw } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { DropZone } from "../cut/upload_tile.jsx";
import { newId } from "../cut/store.js";
import { Badge, Button, Icon, Problem } from "../settings/parts.jsx";
import { call, useAction } from "../settings/rest.js";
import { Refusal } from "../ways/refusal.jsx";
import { Ways } from "../ways/ways.jsx";
import { SAMPLE, textOf } from "./csv_file.js";
import { saveText, start } from "./rest.js";
import { secondsText, word } from "./words.js";

const LARGEST = 200_000; // bytes of a table, as services/batch_csv.py takes them
const CHECK = "/api/projects/batch/check";
const FREE = { provider: "local", textProvider: "local", imageProvider: "local" };

// What is wrong with a row, in words: the column, and what to do.
const problemText = (t, problem) => {
  const error = { code: "invalid_input", ...problem };
  return t("wizard.csv_problem", { column: word(t, "column", problem.field), problem: `${t.error(error)} ${t.remedy(error)}` });
};

function Table({ checked, t }) {
  return (
    <div className="vg-csv-table" role="region" aria-label={t("wizard.csv_table")} tabIndex={0}>
      <table data-testid="csv-table">
        <thead><tr><th scope="col">{t("wizard.csv_row")}</th><th scope="col">{t("wizard.csv_title")}</th><th scope="col">{t("wizard.csv_length")}</th><th scope="col">{t("wizard.sum_price")}</th><th scope="col">{t("wizard.csv_state")}</th></tr></thead>
        <tbody>
          {checked.rows.map((row) => (
            <tr key={row.row} data-bad={row.problems.length > 0 || undefined} data-testid="csv-row">
              <td className="vg-num">{row.row}</td>
              <td><b>{row.title || row.theme || "–"}</b>{row.title && row.theme && row.theme !== row.title && <small>{row.theme}</small>}</td>
              <td className="vg-num">{secondsText(t, row.seconds)}</td>
              <td className="vg-num">{row.problems.length ? "–" : row.credits ? t("credits.count", { n: row.credits }) : t("projects.free")}</td>
              <td>{row.problems.length ? <ul>{row.problems.map((problem) => <li key={`${problem.field}${problem.problem}`} className="vg-field-error"><Icon of={CircleAlert} size={14} />{problemText(t, problem)}</li>)}</ul> : <span className="vg-good"><Icon of={CircleCheck} size={15} />{t("wizard.csv_good")}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// onStarted(batch id)
export function Csv({ onStarted }) {
  const t = useT();
  const [file, setFile] = useState(null); // {name, text}
  const [checked, setChecked] = useState(null);
  const [choices, setChoices] = useState({});
  const [tooLarge, setTooLarge] = useState(false);
  const checking = useAction();
  const starting = useAction();
  const key = useRef("");
  const take = async ([given]) => {
    setChecked(null);
    starting.clear();
    setTooLarge(given.size > LARGEST);
    if (given.size > LARGEST) { setFile(null); return; }
    const text = await textOf(given);
    setFile({ name: given.name, text });
    key.current = newId(); // one batch for each file that is chosen
    setChecked(await checking.run(() => call("POST", CHECK, { csv: text })));
    setChoices({});
  };
  // Made by this server itself, all that the table leaves open.
  const useBuiltIn = async () => {
    starting.clear();
    const found = await checking.run(() => call("POST", CHECK, { csv: file.text, choices: FREE }));
    if (!found) return;
    key.current = newId();
    setChoices(FREE);
    setChecked(found);
  };
  const go = async (most = checked.total) => {
    const made = await starting.run(() => start("/api/projects/batch", { csv: file.text, choices, title: file.name.replace(/\.csv$/i, ""), maxCredits: most }, key.current));
    if (made) onStarted(made.batchId);
  };
  const again = () => { setFile(null); setChecked(null); checking.clear(); starting.clear(); };
  const bad = checked?.rows.filter((row) => row.problems.length).length ?? 0;
  const isShort = checked && !checked.unlimited && checked.total > checked.available;
  // Rows that name a service keep it: then this server makes the others.
  const ways = { cheaper: { text: t("ways.fewer_rows") }, demo: choices === FREE ? undefined : { text: t("ways.demo_rows"), isBusy: checking.isBusy, onUse: useBuiltIn }, className: "vg-ways-wide" };
  return (
    <div className="vg-csv">
      <div className="vg-csv-head"><p>{t("wizard.csv_text")}</p><Button small onClick={() => saveText(SAMPLE[t.locale], t("wizard.csv_sample_name"), "text/csv")} testId="csv-sample"><Icon of={Download} size={14} />{t("wizard.csv_sample")}</Button></div>
      {!file && <DropZone accept=".csv,text/csv,text/plain" multiple={false} title={t("wizard.csv_drop")} text={t("wizard.csv_drop_text")} testId="csv-file" onFiles={(files) => take([...files])} />}
      {tooLarge && <p className="vg-field-error" role="alert">{t("wizard.csv_large")}</p>}
      {file && <p className="vg-csv-file"><Icon of={FileSpreadsheet} size={18} /><b>{file.name}</b>{checked && <span className="vg-hint">{t("wizard.csv_rows", { n: checked.rows.length })}</span>}<Button small look="quiet" onClick={again} testId="csv-again"><Icon of={RotateCcw} size={14} />{t("wizard.csv_other")}</Button></p>}
      {checking.isBusy && <div className="vg-skeleton vg-csv-wait" aria-hidden="true" />}
      <Problem error={checking.error} testId="csv-error" />
      {checked && <Table checked={checked} t={t} />}
      {checked && (
        <div className="vg-csv-go">
          <p role="status" data-testid="csv-sum">
            {bad > 0 ? <b className="vg-bad">{t("wizard.csv_bad", { n: bad })}</b> : <b>{t("wizard.csv_all_good", { n: checked.rows.length })}</b>}
            <span>{t("wizard.csv_total")} <Badge tone={checked.total ? "" : "good"}>{checked.total ? t("credits.count", { n: checked.total }) : t("projects.free")}</Badge></span>
          </p>
          <Button look="primary" disabled={bad > 0 || !checked.rows.length || checked.isAdmitted === false} busy={starting.isBusy} onClick={() => go()} testId="csv-start">{t("wizard.csv_start", { n: checked.rows.length })}</Button>
        </div>
      )}
      {isShort && <Ways required={checked.total} available={checked.available} isCalm={!starting.error} {...ways} />}
      {!isShort && <Refusal error={starting.error} ways={ways} onStart={go} onDismiss={starting.clear} isBusy={starting.isBusy} testId="csv-start-error" />}
      {checked && <p className="vg-hint">{t("wizard.csv_all_or_nothing")}</p>}
    </div>
  );
}
