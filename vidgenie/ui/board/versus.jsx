// The whole Project by several Providers: quote, start, and a table of what each made of each Segment.
import { useEffect, useState } from "react";
import { Check, Play, Scale, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Button, Icon, Problem, Waiting } from "../settings/parts.jsx";
import { choose } from "./acts.js";
import { versus } from "./compare_store.js";
import { priceOf, titleOf, useMakers } from "./makers.js";
import { Playing, Transport } from "./players.jsx";
import { Refusal } from "../ways/refusal.jsx";
import { Ways } from "../ways/ways.jsx";
import { forget, quote, start, startAt, work } from "./producing.js";
import { board } from "./project.js";
import { useSync } from "./sync.js";
import { isMade, isUnderWay, lists, load } from "./takes.js";

const [FEWEST, MOST] = [2, 4];
const AT_ONCE = 6; // readings under way

const readAll = async (ids) => {
  const rest = [...ids];
  const next = async () => { while (rest.length) await load(rest.shift()); };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
};

function Cell({ take, n, sync, isPlaying, isChosen, onChoose }) {
  const t = useT();
  if (!take) return <td className="vg-versus-none">–</td>;
  const name = `${t("board.segment", { n })}, ${titleOf(t, take.provider)}`;
  if (!isMade(take)) return <td className="vg-versus-none">{isUnderWay(take.status) ? t("cut.percent", { n: Math.round(take.progress) }) : t.label("board_word", `segment_${take.status}`)}</td>;
  return (
    <td data-chosen={isChosen || undefined}>
      {isPlaying ? <Playing take={take} sync={sync} name={name} /> : <img className="vg-playing" src={take.thumbnailUrl || take.url} alt={name} loading="lazy" />}
      <button type="button" className="vg-versus-choose" aria-pressed={isChosen} onClick={onChoose} data-choose aria-label={t("board.choose_of", { name })}><Icon of={Check} size={13} />{isChosen ? t("board.is_chosen") : t("board.choose")}</button>
    </td>
  );
}

function Table({ slugs }) {
  const t = useT();
  const { order, segments } = board.use();
  const known = lists.use();
  const sync = useSync();
  const ids = order.filter((id) => segments[id].isIncluded && segments[id].mode !== "own");
  const [row, setRow] = useState("");
  useEffect(() => { readAll(ids); }, [ids.join()]);
  const newest = (id, slug) => (known[id]?.takes ?? []).findLast((take) => take.provider === slug);
  const play = (id) => { if (row === id) sync.play(!sync.isPlaying); else { setRow(id); sync.set({ at: 0, isPlaying: true }); } };
  return (
    <div className="vg-versus-result" onKeyDown={sync.onKeyDown}>
      <div className="vg-versus-scroll">
        <table className="vg-versus" data-testid="versus-table">
          <thead><tr><th scope="col">{t("board.segment_word")}</th>{slugs.map((slug) => <th key={slug} scope="col">{titleOf(t, slug)}</th>)}</tr></thead>
          <tbody>
            {ids.map((id) => {
              const n = order.indexOf(id) + 1;
              return (
                <tr key={id} data-playing={row === id || undefined}>
                  <th scope="row"><button type="button" className="vg-play" onClick={() => play(id)} aria-label={t("board.play_row", { n })} data-testid={`versus-play-${n}`}><Icon of={Play} size={14} /></button><span>{n}</span><small>{segments[id].text || segments[id].prompt}</small></th>
                  {slugs.map((slug) => { const take = newest(id, slug); return <Cell key={slug} take={take} n={n} sync={sync} isPlaying={row === id} isChosen={Boolean(take) && segments[id].take?.id === take.id} onChoose={() => choose(id, take.id)} />; })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {row && <Transport sync={sync} testId="versus" />}
    </div>
  );
}

// What each Provider would cost for all Segments.
const usePrices = (slugs) => {
  const [prices, setPrices] = useState({});
  useEffect(() => {
    for (const slug of slugs) {
      if (prices[slug]) continue;
      quote({ purpose: "takes", segments: "all", provider: slug }).then((answer) => setPrices((old) => ({ ...old, [slug]: answer })));
    }
  }, [slugs.join()]);
  return prices;
};

function Choosing({ made, onShow }) {
  const t = useT();
  const makers = useMakers("video");
  const starting = work.use((value) => value.starting);
  const error = work.use((value) => value.error);
  const [slugs, setSlugs] = useState([]);
  const prices = usePrices(slugs);
  const total = slugs.reduce((sum, slug) => sum + (prices[slug]?.data?.total ?? 0), 0);
  const bad = slugs.map((slug) => prices[slug]?.error).find(Boolean);
  const available = Object.values(prices).map(({ data }) => data?.available).find((n) => n !== undefined);
  const isKnown = slugs.every((slug) => prices[slug]?.data);
  const isShort = isKnown && available !== undefined && total > available;
  const toggle = (slug) => setSlugs((old) => (old.includes(slug) ? old.filter((one) => one !== slug) : [...old, slug]));
  const go = async () => { if (await start("versus", "/compare", { providers: slugs.map((provider) => ({ provider })) }, total)) onShow(slugs); };
  return (
    <div className="vg-cut-stack">
      <p className="vg-hint">{t("board.versus_text")}</p>
      <fieldset className="vg-versus-makers"><legend className="vg-sr">{t("board.versus_which")}</legend>
        {makers.map((one) => (
          <label key={one.slug} className="vg-profile" data-on={slugs.includes(one.slug) || undefined}>
            <input type="checkbox" checked={slugs.includes(one.slug)} disabled={Boolean(one.lacks) || (!slugs.includes(one.slug) && slugs.length >= MOST)} onChange={() => toggle(one.slug)} data-testid={`versus-${one.slug}`} />
            <span><b>{titleOf(t, one.slug)}</b><small>{one.lacks ? <a href="/settings#keys">{priceOf(t, one)}</a> : prices[one.slug]?.data ? (prices[one.slug].data.total ? t("credits.count", { n: prices[one.slug].data.total }) : t("board.free")) : priceOf(t, one)}</small></span>
          </label>
        ))}
      </fieldset>
      <Problem error={bad} />
      {isShort ? <Ways isCalm required={total} available={available} cheaper={slugs.length > FEWEST ? { title: t("ways.fewer_makers"), onUse: () => setSlugs(slugs.slice(0, -1)) } : undefined} /> : !bad && starting === "" && <Refusal error={error} onStart={startAt} onDismiss={forget} />}
      <footer className="vg-pop-foot">
        <span className="vg-num" data-testid="versus-price">{slugs.length < FEWEST ? t("board.versus_two") : isKnown ? (total ? t("credits.count", { n: total }) : t("board.free")) : "…"}</span>
        {made.length > 1 && <Button onClick={() => onShow(made)} testId="versus-show">{t("board.versus_show")}</Button>}
        <Button look="primary" busy={starting === "versus"} disabled={slugs.length < FEWEST || !isKnown || isShort} onClick={go} testId="versus-go"><Icon of={Scale} size={15} />{t("board.versus_go")}</Button>
      </footer>
    </div>
  );
}

function Inside() {
  const t = useT();
  const order = board.use((value) => value.order);
  const known = lists.use();
  const [slugs, setSlugs] = useState(null);
  const [isRead, setRead] = useState(false);
  useEffect(() => { readAll(order).then(() => setRead(true)); }, []);
  const made = [...new Set(order.flatMap((id) => (known[id]?.takes ?? []).map(({ provider }) => provider)))].slice(0, MOST);
  return (
    <div className="vg-compare">
      <header><h2>{t("board.versus")}</h2><button type="button" className="vg-icon-btn" onClick={() => versus.set({ isOpen: false })} aria-label={t("shell.close")}><Icon of={X} size={18} /></button></header>
      {slugs ? <Table slugs={slugs} /> : isRead ? <Choosing made={made} onShow={setSlugs} /> : <Waiting tall={4} />}
    </div>
  );
}

export function Versus() {
  const t = useT();
  const { isOpen } = versus.use();
  return <Dialog open={isOpen} label={t("board.versus")} onClose={() => versus.set({ isOpen: false })} className="vg-dialog-compare" testId="versus-dialog"><Inside /></Dialog>;
}
