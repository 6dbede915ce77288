// The bell of every page: how many notifications were not read, and the newest ten.
import { useCallback, useEffect, useRef, useState } from "react";
import { Bell as BellIcon, CheckCheck, Settings2 } from "lucide-react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon, Problem } from "../settings/parts.jsx";
import { Item } from "./item.jsx";
import { Arrival } from "./arrival.jsx";
import { markAllRead, newest } from "./reading.js";
import "./notifications.css";

const SHOWN = 10;
const MOST = 99; // a larger number does not fit

function Newest({ data, error, onOpen }) {
  const t = useT();
  if (error) return <div className="p-3"><Problem error={error} testId="bell-error" /></div>;
  if (!data) return <div className="vg-bell-wait" aria-busy="true">{[1, 2, 3].map((n) => <div key={n} className="vg-skeleton" />)}</div>;
  if (!data.items.length) return <p className="vg-bell-none">{t("notification.none")}</p>;
  return <ul className="vg-bell-list">{data.items.map((item) => <li key={item.id}><Item item={item} onOpen={onOpen} /></li>)}</ul>;
}

export function Bell({ unread, news }) {
  const t = useT();
  const panel = useRef(null);
  const [isOpen, setOpen] = useState(false);
  const [{ data, error }, setAnswer] = useState({});
  const close = useCallback(() => panel.current?.hidePopover?.(), []);
  useEffect(() => {
    if (!isOpen) return undefined;
    let isHere = true;
    newest(SHOWN).then((answer) => isHere && setAnswer((old) => ({ data: answer.data ?? old.data, error: answer.error })));
    return () => { isHere = false; };
  }, [isOpen, news]);
  const said = unread ? t("notification.bell_unread", { n: unread }) : t("notification.title");
  return (
    <>
      <button type="button" className="vg-icon-btn vg-bell" popoverTarget="bell-menu" aria-haspopup="dialog" aria-expanded={isOpen} aria-label={said} title={said} data-testid="bell" data-unread={unread}>
        <Icon of={BellIcon} size={18} />
        {unread > 0 && <span className="vg-bell-count vg-num" aria-hidden="true">{unread > MOST ? `${MOST}+` : unread}</span>}
      </button>
      <div ref={panel} id="bell-menu" popover="auto" className="vg-menu vg-bell-menu" role="dialog" aria-label={t("notification.title")} onToggle={(event) => setOpen(event.newState === "open")} data-testid="bell-menu">
        {isOpen && (
          <>
            <header className="vg-bell-head">
              <h2>{t("notification.title")}</h2>
              {unread > 0 && <button type="button" className="vg-btn vg-btn-quiet vg-btn-small" onClick={markAllRead} data-testid="bell-read-all"><Icon of={CheckCheck} size={15} />{t("notification.read_all")}</button>}
              <Link className="vg-icon-btn" to="/notifications#preferences" onClick={close} aria-label={t("notification.choose")} title={t("notification.choose")}><Icon of={Settings2} size={17} /></Link>
            </header>
            <Newest data={data} error={error} onOpen={close} />
            <Link className="vg-bell-all" to="/notifications" onClick={close} data-testid="bell-all">{t("notification.see_all")}</Link>
          </>
        )}
      </div>
      <Arrival unread={unread} isOpen={isOpen} />
    </>
  );
}
