// The way back from the credits to what somebody was making. It is kept in this tab: paying leads through other pages.
const KEPT = "vg_way_back";
const PLACE = /^\/(?![/\\])/; // of this server, and nobody else's
export const BUY = "/credits#packs";

const LASTS = 2 * 60 * 60 * 1000; // ms; after that nobody remembers

export const isPlace = (href) => typeof href === "string" && PLACE.test(href) && !href.startsWith("/credits");

export const leaveWay = (href = `${window.location.pathname}${window.location.search}`) => {
  if (!isPlace(href)) return;
  try { window.sessionStorage.setItem(KEPT, JSON.stringify({ href, at: Date.now() })); } catch { /* storage is off: the browser's own way back is still there */ }
};

// "" when there is none.
export const wayBack = () => {
  try {
    const { href, at } = JSON.parse(window.sessionStorage.getItem(KEPT)) ?? {};
    return isPlace(href) && Date.now() - at < LASTS ? href : "";
  } catch {
    return "";
  }
};

export const forgetWay = () => { try { window.sessionStorage.removeItem(KEPT); } catch { /* as above */ } };
