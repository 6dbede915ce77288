// Says for a moment what has just happened elsewhere, in the tab somebody looks at.
import { useEffect, useRef, useState } from "react";
import { X } from "lucide-react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { Sign, Words } from "./item.jsx";
import { markRead, newest } from "./reading.js";

const STAYS = 8000; // ms
const SETTLES = 3000; // ms after which what was there to begin with has been counted
// Pages that show their Runs themselves.
const MAKING = /^\/(create|cut|generate|projects)(\/|$)/;

const isOnPage = ({ kind, href }) => {
  const here = window.location.pathname.replace(/\/$/, "");
  return here === "/notifications" || (href && href.split(/[?#]/)[0] === here) || (kind.startsWith("run_") && MAKING.test(here));
};

const isLookedAt = () => document.visibilityState === "visible" && document.hasFocus();

export function Arrival({ unread, isOpen }) {
  const t = useT();
  const [item, setItem] = useState(null);
  const before = useRef({ unread, since: Date.now() });
  useEffect(() => {
    const { unread: was, since } = before.current;
    before.current = { unread, since };
    if (unread <= was || isOpen || Date.now() - since < SETTLES || !isLookedAt()) return undefined;
    let isHere = true;
    newest(1).then(({ data }) => {
      const found = data?.items[0];
      if (isHere && found && !found.readAt && !isOnPage(found)) setItem(found);
    });
    return () => { isHere = false; };
  }, [unread, isOpen]);
  useEffect(() => {
    if (!item) return undefined;
    const timer = setTimeout(() => setItem(null), STAYS);
    return () => clearTimeout(timer);
  }, [item]);
  const open = () => { markRead([item.id]); setItem(null); };
  return (
    <div role="status" className="vg-arrival-place">
      {item && !isOpen && (
        <div key={item.id} className="vg-arrival" data-testid="arrival" data-kind={item.kind}>
          <Link to={item.href || "/notifications"} onClick={open} className="vg-arrival-link"><Sign kind={item.kind} /><Words item={item} /></Link>
          <button type="button" className="vg-icon-btn" onClick={() => setItem(null)} aria-label={t("shell.dismiss")}><Icon of={X} size={15} /></button>
        </div>
      )}
    </div>
  );
}
