// What a video of 30 s costs at each Provider, and a hundred of them a month: in dollars there, in credits here.
import { useT } from "$/utils/vidgenie_i18n";
import { dollars } from "../money/words.js";
import { Problem, Waiting } from "../settings/parts.jsx";
import { useResource } from "../settings/rest.js";
import { shortDate } from "./words.js";

const MICRO = 1e6;
const isLink = (source) => /^https:\/\//.test(source);

function Source({ source, date }) {
  const t = useT();
  const label = t("costs.list", { date: shortDate(t, date) });
  return isLink(source) ? <a className="vg-more" href={source} target="_blank" rel="noreferrer">{label}</a> : <span title={source}>{label}</span>;
}

function Amount({ usd, credits }) {
  const t = useT();
  return <td className="vg-num">{dollars(t, usd * MICRO)}<small>{credits === null ? "–" : t("credits.count", { n: credits })}</small></td>;
}

function Row({ row }) {
  const t = useT();
  const { provider, title, today, documentsUsd, documentsTotalUsd } = row;
  const isKnown = documentsUsd !== null;
  return (
    <tr data-provider={provider} data-credits={row.credits}>
      <th scope="row">{title}{today?.model && <small>{today.model}</small>}</th>
      <Amount usd={today?.usd ?? 0} credits={row.credits} />
      <Amount usd={row.todayTotalUsd} credits={row.totalCredits} />
      <td className="vg-num">{isKnown ? dollars(t, documentsUsd * MICRO) : "–"}{isKnown && <small>{t("costs.per_month", { amount: dollars(t, documentsTotalUsd * MICRO) })}</small>}</td>
      <td>{today ? <Source source={today.source} date={today.asOf} /> : t("costs.nothing")}</td>
    </tr>
  );
}

export function Costs() {
  const t = useT();
  const [data, error] = useResource("/api/credits/costs");
  if (!data) return error ? <Problem error={error} testId="costs-error" /> : <Waiting tall={5} />;
  const names = [t("costs.video", { n: data.seconds }), t("costs.month", { n: data.videos }), t("costs.documents"), t("costs.source")];
  return (
    <>
      <div className="vg-card vg-cr-scroll" role="region" aria-label={t("costs.table")} tabIndex={0}>
        <table className="vg-cr-table vg-cr-costs" data-testid="credits-costs">
          <caption className="vg-sr">{t("costs.table")}</caption>
          <thead><tr><th scope="col">{t("costs.provider")}</th>{names.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>{data.providers.map((row) => <Row key={row.provider} row={row} />)}</tbody>
        </table>
      </div>
      <p className="vg-cr-costs-note">{t("costs.note", { date: shortDate(t, data.documentsAsOf) })}</p>
    </>
  );
}
