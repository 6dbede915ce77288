// Everything that happened to the credits, day by day, the newest first.
import { Coins, SearchX } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "./history.css";
import { useAddress } from "../projects/address.js";
import { Button, Icon, Waiting } from "../settings/parts.jsx";
import { byDay, isFiltered, NOTHING } from "./asking.js";
import { useEntries } from "./entries.js";
import { Entry } from "./entry.jsx";
import { CsvLink, Filters } from "./filters.jsx";
import { Part, Unread } from "./note.jsx";
import { dateOf } from "./words.js";

const DAY = 86400000; // ms

const dayName = (t, day) => {
  const ago = Math.round((new Date(new Date().toDateString()) - new Date(day)) / DAY);
  return ago < 2 ? new Intl.RelativeTimeFormat(t.locale, { numeric: "auto" }).format(-ago, "day") : dateOf(t, day);
};

function None({ isSearched, onClear }) {
  const t = useT();
  return (
    <div className="vg-card vg-empty" data-testid="credits-none">
      <span className="vg-empty-icon"><Icon of={isSearched ? SearchX : Coins} size={24} /></span>
      <p className="vg-empty-title">{isSearched ? t("credits.no_match") : t("credits.empty")}</p>
      {isSearched ? <Button onClick={onClear}>{t("credits.clear")}</Button> : <p className="vg-empty-text">{t("credits.empty_text")}</p>}
    </div>
  );
}

export function Entries({ live }) {
  const t = useT();
  const [asked, change, isRead] = useAddress();
  const { items, next, error, isMore, reload, more } = useEntries(asked, isRead, live);
  return (
    <Part name="history" title={t("credits.history")} text={t("credits.history_text")} aside={<CsvLink asked={asked} />}>
      <Filters asked={asked} change={change} />
      <Unread error={error} onAgain={reload} testId="history-error" />
      {!items && !error && <Waiting tall={6} />}
      {items?.length === 0 && !next && <None isSearched={isFiltered(asked)} onClear={() => change(NOTHING)} />}
      {(items?.length > 0 || next) && (
        <div className="vg-card vg-cr-history" data-testid="credits-history">
          {byDay(items).map(([day, entries]) => (
            <section key={day} aria-label={dayName(t, day)}>
              <h3>{dayName(t, day)}</h3>
              <ol>{entries.map((entry) => <Entry key={entry.id} entry={entry} />)}</ol>
            </section>
          ))}
          {next && <p className="vg-cr-more"><Button small busy={isMore} onClick={more} testId="credits-more">{t("credits.more")}</Button></p>}
        </div>
      )}
    </Part>
  );
}
