// The page of all notifications, day by day, and how one wants to be told.
import { useEffect, useState } from "react";
import { Bell, CheckCheck, Check } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "../settings/settings.css";
import { Button, Icon, Problem } from "../settings/parts.jsx";
import { Item } from "./item.jsx";
import { Preferences } from "./preferences.jsx";
import { markAllRead, markRead, useNotifications } from "./reading.js";
import { byDay, dayName, titleOf } from "./words.js";
import "./notifications.css";

function Empty({ isUnread }) {
  const t = useT();
  return (
    <div className="vg-card vg-empty" data-testid="notifications-empty">
      <span className="vg-empty-icon"><Icon of={isUnread ? CheckCheck : Bell} size={25} /></span>
      <p className="vg-empty-title">{isUnread ? t("notification.all_read") : t("notification.none")}</p>
      <p className="vg-empty-text">{isUnread ? t("notification.all_read_text") : t("notification.none_text")}</p>
    </div>
  );
}

function Row({ item, onRead }) {
  const t = useT();
  const label = t("notification.read_one", { title: titleOf(t, item) });
  return (
    <li className="vg-note-row">
      <Item item={item} />
      {!item.readAt && <button type="button" className="vg-icon-btn" onClick={() => onRead(item.id)} aria-label={label} title={t("notification.read")} data-testid={`notification-${item.id}-read`}><Icon of={Check} size={16} /></button>}
    </li>
  );
}

function Days({ items, onRead }) {
  const t = useT();
  return byDay(items).map(([key, found]) => (
    <section key={key} className="vg-note-day">
      <h2>{dayName(t, key)}</h2>
      <ul className="vg-card">{found.map((item) => <Row key={item.id} item={item} onRead={onRead} />)}</ul>
    </section>
  ));
}

// The browser looks for the anchor before the list, and what is below it, is there.
const useAnchor = (isReady) => {
  useEffect(() => {
    if (isReady && window.location.hash === "#preferences") document.getElementById("preferences")?.scrollIntoView();
  }, [isReady]);
};

export function Notifications({ email, news }) {
  const t = useT();
  const [isUnread, setUnread] = useState(false);
  const { items, next, unread, error, reload, more } = useNotifications(isUnread, news);
  useAnchor(Boolean(items));
  // Where nothing is live, what was read is seen to be.
  const after = (request) => request.then(reload);
  return (
    <div className="vg-notes" data-ready={Boolean(items) || undefined} data-testid="notifications">
      <header className="vg-notes-head"><h1>{t("notification.title")}</h1><p>{t("notification.text")}</p></header>
      <div className="vg-notes-tools">
        <div className="vg-chips" role="group" aria-label={t("notification.filter")}>
          {[false, true].map((value) => (
            <button key={String(value)} type="button" className="vg-chip" aria-pressed={isUnread === value} onClick={() => setUnread(value)} data-testid={value ? "notifications-unread" : "notifications-all"}>
              {value ? t("notification.only_unread") : t("notification.all")}{value && unread > 0 && <span className="vg-num vg-notes-count">{unread}</span>}
            </button>
          ))}
        </div>
        {unread > 0 && <Button small onClick={() => after(markAllRead())} testId="notifications-read-all"><Icon of={CheckCheck} size={15} />{t("notification.read_all")}</Button>}
      </div>
      <Problem error={error} testId="notifications-error" />
      {!items && !error && <div aria-busy="true" className="vg-notes-wait">{[1, 2, 3, 4].map((n) => <div key={n} className="vg-skeleton" />)}</div>}
      {items?.length === 0 && <Empty isUnread={isUnread} />}
      {items?.length > 0 && <Days items={items} onRead={(id) => after(markRead([id]))} />}
      {next && <p className="vg-notes-more"><Button small onClick={more} testId="notifications-more">{t("notification.more")}</Button></p>}
      <Preferences email={email} />
    </div>
  );
}
