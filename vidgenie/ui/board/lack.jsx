// Why nothing could be started on the board: too few credits, another price, a budget; with the ways out.
import { useEffect, useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { isMoney } from "../ways/money.js";
import { Refusal } from "../ways/refusal.jsx";
import { Ways } from "../ways/ways.jsx";
import { CHOICES } from "./fields.js";
import { forget, quote as priceOf, start, startAt, work } from "./producing.js";
import { board } from "./project.js";
import { change } from "./saving.js";

// As many of the clips that are due, from the first on, as the credits pay for: {ids, total}; null: not one.
const fewer = async (ids, { total, available }) => {
  for (let n = Math.min(ids.length - 1, Math.floor((available * ids.length) / total)); n > 0; n -= 1) {
    const { data } = await priceOf({ purpose: "takes", segments: ids.slice(0, n) });
    if (!data) return null;
    if (data.total <= data.available) return { ids: ids.slice(0, n), total: data.total };
  }
  return null;
};

// found: undefined while it is looked for.
const useFewer = (due, quote) => {
  const [found, setFound] = useState(undefined);
  const asked = quote ? JSON.stringify([due, quote.total, quote.available]) : "";
  useEffect(() => {
    setFound(undefined);
    if (!asked) return undefined;
    let isHere = true;
    fewer(due ? due.split(",") : [], quote).then((one) => isHere && setFound(one));
    return () => { isHere = false; };
  }, [asked]);
  return found;
};

// All that a service would make is made by this server: choices of the Project, and of the Segments that have their own.
export const byThisServer = () => {
  const { head, order, segments } = board.get();
  const { voice } = head.choices;
  change(CHOICES, { provider: "local", model: "", imageProvider: "local", textProvider: "local", textModel: "", ...(voice && voice.provider !== "local" && { voice: { ...voice, provider: "local", voice: "", model: "" } }) }, true);
  for (const id of order) if (segments[id].provider && segments[id].provider !== "local") change(id, { provider: "local", model: "" }, true);
};
const isHere = () => {
  const { head, order, segments } = board.get();
  return [head.choices.provider, head.choices.imageProvider, head.choices.textProvider, head.choices.voice?.provider ?? "local", ...order.map((id) => segments[id].provider || "local")].every((slug) => slug === "local");
};

// quote: of what is due, when the credits do not reach; due: ids of those Segments, joined.
export function Lack({ quote, due }) {
  const t = useT();
  const { error, starting } = work.use();
  const found = useFewer(due, quote);
  board.use(({ head }) => head.version);
  if (!quote && !isMoney(error)) return null;
  const demo = isHere() ? undefined : { total: 0, text: t("ways.demo_text"), onUse: () => { forget(); byThisServer(); } };
  if (quote) {
    const cheaper = found ? { total: found.total, title: t("ways.fewer_clips", { n: found.ids.length }), text: t("ways.fewer_clips_text"), onUse: () => start("generate", "/generate", { segments: found.ids, assemble: false }, found.total) } : { text: t("ways.no_fewer_clips") };
    return <div className="vg-board-lack"><Ways required={quote.total} available={quote.available} isCalm={!error} isLooking={found === undefined} cheaper={cheaper} demo={demo} className="vg-ways-wide" /></div>;
  }
  return <div className="vg-board-lack"><Refusal error={error} ways={{ demo, className: "vg-ways-wide" }} onStart={startAt} isBusy={Boolean(starting)} onDismiss={forget} testId="board-refusal" /></div>;
}
