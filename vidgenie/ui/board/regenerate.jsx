// Another Take of one Segment: with other words, by somebody else, several at once; its price beforehand.
import { useEffect, useState } from "react";
import { Sparkles } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Slider, Toggle, useCalm } from "../cut/parts.jsx";
import { Button, Icon, Problem } from "../settings/parts.jsx";
import { Ways } from "../ways/ways.jsx";
import { CHOICES } from "./fields.js";
import { named, useMakers, useTitle } from "./makers.js";
import { Popover } from "./popover.jsx";
import { quote, refusedOf, start, work } from "./producing.js";
import { useHead } from "./project.js";
import { useValue } from "./saving.js";

const MOST = 8;
const CALM = 350; // ms

function Form({ segment, n, close }) {
  const t = useT();
  const typed = useValue(segment.id, "prompt", segment.prompt);
  const own = useValue(segment.id, "provider", segment.provider) ?? "";
  const usual = useValue(CHOICES, "provider", useHead((head) => head.choices.provider));
  const usualTitle = useTitle(usual);
  const makers = useMakers("video");
  const starting = work.use((value) => value.starting);
  // What was typed for a start that was refused is still there.
  const [refused] = useState(() => refusedOf(`regenerate-${n}`) ?? {});
  const [prompt, setPrompt] = useState(refused.prompt ?? typed);
  const [provider, setProvider] = useState(refused.provider ?? own);
  const [count, setCount] = useState(refused.count ?? 1);
  const [assembles, setAssembles] = useState(refused.count > 1 || (refused.assemble ?? true));
  const [price, setPrice] = useState({ data: null, error: null });
  const asked = useCalm(JSON.stringify({ purpose: "takes", segments: [segment.id], provider: provider || usual, count }), CALM);
  useEffect(() => {
    let isHere = true;
    quote(JSON.parse(asked)).then(({ data, error }) => isHere && setPrice({ data: data ?? null, error: error ?? null }));
    return () => { isHere = false; };
  }, [asked]);
  const name = `regenerate-${n}`;
  const isShort = price.data && price.data.total > price.data.available;
  const each = isShort ? price.data.total / count : 0;
  const able = isShort ? Math.floor(price.data.available / each) : 0;
  const go = async (event) => {
    event.preventDefault();
    const body = { count, assemble: assembles && count === 1 };
    if (prompt.trim() !== typed.trim()) body.prompt = prompt.trim();
    if (provider !== own) body.provider = provider || usual;
    close();
    await start(name, `/segments/${segment.id}/regenerate`, body, price.data?.total);
  };
  return (
    <form className="vg-cut-stack" onSubmit={go}>
      <label className="vg-field"><span className="vg-label">{t("board.prompt")}</span>
        <textarea className="vg-input vg-about-text" rows={3} maxLength={1000} value={prompt} data-first onChange={(event) => setPrompt(event.target.value)} placeholder={t("board.prompt_placeholder")} data-testid={`regenerate-${n}-prompt`} />
      </label>
      <label className="vg-field"><span className="vg-label">{t("board.provider")}</span>
        <select className="vg-input" value={provider} onChange={(event) => setProvider(event.target.value)} data-testid={`regenerate-${n}-provider`}>
          <option value="">{t("board.as_project", { title: usualTitle })}</option>
          {makers.map((one) => <option key={one.slug} value={one.slug} disabled={Boolean(one.lacks)}>{named(t, one)}</option>)}
        </select>
      </label>
      {makers.some(({ lacks }) => lacks) && <a className="vg-more vg-hint" href="/settings#keys">{t("board.add_key")}</a>}
      <Slider label={t("board.count")} value={count} min={1} max={MOST} step={1} shown={t("board.n_takes", { n: count })} onChange={setCount} testId={`regenerate-${n}-count`} />
      <Toggle label={t("board.and_assemble")} hint={count > 1 ? t("board.and_assemble_many") : t("board.and_assemble_text")} checked={assembles && count === 1} onChange={setAssembles} testId={`regenerate-${n}-assemble`} />
      <Problem error={price.error} />
      {isShort && <Ways isCalm required={price.data.total} available={price.data.available} cheaper={able > 0 && able < count ? { total: each * able, title: t("ways.fewer_takes", { n: able }), onUse: () => setCount(able) } : undefined} demo={(provider || usual) === "local" ? undefined : { total: 0, text: t("ways.demo_text"), onUse: () => setProvider("local") }} />}
      <footer className="vg-pop-foot">
        <span className="vg-num" data-testid={`regenerate-${n}-price`}>{price.data ? (price.data.total ? t("credits.count", { n: price.data.total }) : t("board.free")) : "…"}</span>
        <Button type="submit" look="primary" busy={starting === name} disabled={Boolean(isShort)} testId={`regenerate-${n}-go`}>{t("board.n_takes_go", { n: count })}</Button>
      </footer>
    </form>
  );
}

export function Regenerate({ segment, n, isFirst }) {
  const t = useT();
  const starting = work.use((value) => value.starting);
  return (
    <Popover look="vg-btn vg-btn-plain vg-btn-small" label={t("board.regenerate_of", { n })} title={t("board.regenerate_title")} disabled={starting === `regenerate-${n}`} button={<><Icon of={Sparkles} size={13} />{isFirst ? t("board.make_one") : t("board.regenerate")}</>} className="vg-pop-wide" testId={`regenerate-${n}`}>
      {(close) => <Form segment={segment} n={n} close={close} />}
    </Popover>
  );
}
