// Making what is missing in several Projects: one price for all of it first.
import { useEffect, useState } from "react";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { newId } from "../cut/store.js";
import { Dialog } from "../dialog/dialog.jsx";
import { Badge, Button, Icon, Waiting } from "../settings/parts.jsx";
import { call, useResource } from "../settings/rest.js";
import { Ways } from "../ways/ways.jsx";
import { start } from "./rest.js";
import { titleOf } from "./words.js";

const FILM = { purpose: "film", segments: "due" };

// Row by row: {row, total} or {row, error}; null while the prices are asked for.
const usePrices = (rows) => {
  const [prices, setPrices] = useState(null);
  useEffect(() => {
    let isHere = true;
    Promise.all(rows.map(async (row) => {
      const { data, error } = await call("POST", `/api/projects/${row.id}/quote`, FILM);
      return data ? { row, total: data.total, key: newId() } : { row, error };
    })).then((found) => isHere && setPrices(found));
    return () => { isHere = false; };
  }, []);
  return prices;
};

function Line({ t, price, result }) {
  const error = result?.error ?? price.error;
  return (
    <li data-testid="bulk-line">
      <span><b>{titleOf(t, price.row)}</b>{error && <small className="vg-field-error">{t.error(error)} {t.remedy(error)}</small>}</span>
      {error ? <Icon of={CircleAlert} size={17} className="vg-bad" /> : result ? <Icon of={CircleCheck} size={17} className="vg-good" /> : <Badge tone={price.total ? "" : "good"}>{price.total ? t("credits.count", { n: price.total }) : t("projects.free")}</Badge>}
    </li>
  );
}

// The first of them that the credits pay for.
const reached = (prices, available) => {
  let left = available;
  return prices.slice(0, prices.findIndex(({ total }) => { left -= total; return left < 0; }));
};

function Asking({ rows, onClose, onStarted }) {
  const t = useT();
  const prices = usePrices(rows);
  const [balance] = useResource("/api/credits/balance");
  const [results, setResults] = useState(null);
  const [isStarting, setStarting] = useState(false);
  const able = (prices ?? []).filter((price) => !price.error);
  const total = able.reduce((sum, price) => sum + price.total, 0);
  const available = balance?.credits ?? 0;
  const isShort = Boolean(balance) && !balance.unlimited && total > available;
  const first = isShort ? reached(able, available) : [];
  const sum = first.reduce((all, price) => all + price.total, 0);
  const go = async (chosen) => {
    setStarting(true);
    const done = {};
    for (const price of chosen) {
      // One after the other, so that what the credits do not reach is told row by row.
      done[price.row.id] = await start(`/api/projects/${price.row.id}/generate`, { segments: "due", maxCredits: price.total }, price.key);
    }
    setStarting(false);
    setResults(done);
    onStarted();
    if (Object.values(done).every((result) => !result.error)) onClose();
  };
  return (
    <div className="vg-ask" data-testid="bulk-quote" data-total={prices ? total : undefined}>
      <h2>{t("projects.generate_title", { n: rows.length })}</h2>
      <p>{t("projects.generate_text")}</p>
      {!prices && <Waiting tall={2} />}
      {prices && <ul className="vg-ask-prices">{prices.map((price) => <Line key={price.row.id} t={t} price={price} result={results?.[price.row.id]} />)}</ul>}
      {prices && <p className="vg-ask-sum"><span>{t("projects.generate_total")}</span><b className="vg-num">{total ? t("credits.count", { n: total }) : t("projects.free")}</b></p>}
      {prices && isShort && !results && <Ways isCalm required={total} available={available} cheaper={first.length ? { total: sum, title: t("ways.fewer_videos", { n: first.length }), isBusy: isStarting, onUse: () => go(first) } : { text: t("ways.no_fewer_videos") }} demo={{ text: t("ways.own_choices") }} />}
      <div className="vg-ask-go">
        <Button look="quiet" onClick={onClose}>{results ? t("projects.close") : t("settings.cancel")}</Button>
        {!results && <Button look="primary" disabled={!able.length || isShort} busy={isStarting} onClick={() => go(able)} testId="bulk-generate-confirm">{t("projects.generate_yes", { n: able.length })}</Button>}
      </div>
    </div>
  );
}

export function BulkGenerate(props) {
  const t = useT();
  return <Dialog open label={t("projects.bulk_generate")} onClose={props.onClose}><Asking {...props} /></Dialog>;
}
