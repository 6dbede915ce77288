// Captions as libass draws them: a transparent picture from the server, asked for once per look and moment.
import { useEffect, useState } from "react";

const PATH = "/api/captions/preview";
const MOST = 96; // pictures kept
const pictures = new Map(); // request -> object URL

const keep = (key, url) => {
  pictures.set(key, url);
  if (pictures.size <= MOST) return;
  const [oldest, old] = pictures.entries().next().value;
  pictures.delete(oldest);
  URL.revokeObjectURL(old);
};

const ask = async (key, signal) => {
  if (pictures.has(key)) {
    const url = pictures.get(key);
    pictures.delete(key); // the last used is the last to go
    keep(key, url);
    return url;
  }
  const answer = await fetch(PATH, { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: key, signal });
  if (!answer.ok) return "";
  const url = URL.createObjectURL(await answer.blob());
  keep(key, url);
  return url;
};

// look: of the draft; what is not about drawing stays here.
export const lookOf = ({ style, centre, scale, font, colour, active, box }) => ({ style, centre, scale, font, colour, active, box });

// What a look leaves open is the brand kit's.
export const brandedLook = (look, kit) => {
  const own = lookOf(look);
  return kit ? { ...own, font: own.font || kit.font, colour: own.colour || kit.colour, active: own.active || kit.active, box: own.box || kit.box } : own;
};

// request: {text | words, language, look, aspect, at}, null for none. The last picture stays until the
// next one is there; wait: milliseconds nobody may change anything before it is asked for.
export const useCaptionImage = (request, wait = 180) => {
  const key = request ? JSON.stringify(request) : "";
  const [shown, setShown] = useState({ key: "", url: "" });
  useEffect(() => {
    if (!key) { setShown({ key: "", url: "" }); return undefined; }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      // One that was overtaken is aborted; without a server there is no picture, and the rest works on.
      ask(key, abort.signal).then((url) => !abort.signal.aborted && setShown({ key, url }), () => {});
    }, pictures.has(key) ? 0 : wait);
    return () => { clearTimeout(timer); abort.abort(); };
  }, [key, wait]);
  return { url: key ? shown.url : "", isFresh: shown.key === key };
};
