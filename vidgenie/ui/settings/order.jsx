// Which Provider comes first, kind by kind, what it may charge, and whether the next one steps in.
import { useEffect, useRef, useState } from "react";
import { ArrowDown, ArrowUp, Clapperboard, FileText, GripVertical, Image, Mic } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { price } from "./key_costs.jsx";
import { MaxPrice } from "./max_price.jsx";
import { Badge, Card, Done, Icon, Problem, Section, useFlash, Waiting, word } from "./parts.jsx";
import { call, useResource } from "./rest.js";

const PREFERENCES = "/api/user/preferences";
const DRAWINGS = { text: FileText, image: Image, video: Clapperboard, speech: Mic };
const KINDS = Object.keys(DRAWINGS);
const LACKS = { key: "no_key", good_key: "bad_key", setup: "no_setup" };

const moved = (list, from, to) => {
  const rest = list.filter((_, place) => place !== from);
  rest.splice(to, 0, list[from]);
  return rest;
};

// Whether it can be called, and if not, where to put that right.
function Readiness({ choice, slug, kind }) {
  const t = useT();
  const lacks = choice?.lacks;
  if (!lacks) return <span className="vg-rank-state"><Badge tone="good" data-testid={`order-${kind}-${slug}-ready`}>{choice?.demo ? t("settings.order.free") : t("settings.order.ready")}</Badge></span>;
  const words = { no_key: t("settings.order.no_key"), bad_key: t("settings.order.bad_key"), no_setup: t("settings.order.no_setup") }[LACKS[lacks]];
  const badge = <Badge tone={lacks === "good_key" ? "bad" : "warn"}>{words}</Badge>;
  return choice.holder ? <a className="vg-rank-state" href={`#keys/${choice.holder}`} data-testid={`order-${kind}-${slug}-lacks`}>{badge}</a> : <span className="vg-rank-state">{badge}</span>;
}

function Ranking({ kind, slugs, choices, maxMicroUsd, onOrder, onLimit }) {
  const t = useT();
  const [held, setHeld] = useState(null); // slug that is being dragged
  const [shown, setShown] = useState(slugs);
  const list = useRef(null);
  const focus = useRef(null);
  const [said, setSaid] = useState("");
  useEffect(() => setShown(slugs), [slugs]);
  useEffect(() => {
    if (!focus.current) return;
    const [slug, way] = focus.current;
    focus.current = null;
    const row = list.current.querySelector(`[data-slug="${slug}"]`);
    (row.querySelector(`[data-way="${way}"]:not(:disabled)`) ?? row.querySelector("button:not(:disabled)"))?.focus();
  }, [shown]);

  const place = (slug, to) => {
    const next = moved(shown, shown.indexOf(slug), to);
    setShown(next);
    return next;
  };
  const step = (slug, by) => {
    const to = shown.indexOf(slug) + by;
    focus.current = [slug, by < 0 ? "up" : "down"];
    onOrder(kind, place(slug, to));
    setSaid(t("settings.order.said", { title: title(slug), place: to + 1, total: shown.length }));
  };
  const title = (slug) => choices[slug]?.title ?? slug;

  // Pointer events: the same for a mouse, a pen and a finger.
  const grab = (event, slug) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    setHeld(slug);
  };
  const drag = (event) => {
    if (held === null) return;
    const rows = [...list.current.children];
    const over = rows.findIndex((row) => { const box = row.getBoundingClientRect(); return event.clientY >= box.top && event.clientY <= box.bottom; });
    if (over >= 0 && shown[over] !== held) place(held, over);
  };
  const drop = () => {
    if (held === null) return;
    setHeld(null);
    if (shown.join() !== slugs.join()) onOrder(kind, shown);
  };
  return (
    <div className="vg-rank" data-testid={`order-${kind}`}>
      <div className="vg-rank-head"><h3><Icon of={DRAWINGS[kind]} />{word(t, "kind", kind)}</h3><MaxPrice kind={kind} microUsd={maxMicroUsd} onLimit={(most) => onLimit(kind, most)} /></div>
      <p className="vg-sr" role="status">{said}</p>
      <ol ref={list}>
        {shown.map((slug, rank) => (
          <li key={slug} className="vg-rank-row" data-slug={slug} data-held={held === slug || undefined} data-testid={`order-${kind}-${slug}`}>
            <span className="vg-rank-grip" title={t("settings.order.drag")} onPointerDown={(event) => grab(event, slug)} onPointerMove={drag} onPointerUp={drop} onPointerCancel={drop}><Icon of={GripVertical} /></span>
            <span className="vg-rank-place" aria-hidden="true">{rank + 1}</span>
            <span className="vg-rank-title">{title(slug)}{choices[slug]?.microUsd != null && <small>{price(t, choices[slug])}</small>}</span>
            <Readiness choice={choices[slug]} slug={slug} kind={kind} />
            <button type="button" className="vg-icon-btn" data-way="up" disabled={rank === 0} onClick={() => step(slug, -1)} aria-label={t("settings.order.up", { title: title(slug) })}><Icon of={ArrowUp} /></button>
            <button type="button" className="vg-icon-btn" data-way="down" disabled={rank === shown.length - 1} onClick={() => step(slug, 1)} aria-label={t("settings.order.down", { title: title(slug) })}><Icon of={ArrowDown} /></button>
          </li>
        ))}
      </ol>
    </div>
  );
}

export function Order() {
  const t = useT();
  const [data, error, reload] = useResource(PREFERENCES);
  const [wanted, setWanted] = useState(null); // shown at once, until the server has answered
  const [problem, setProblem] = useState(null);
  const [saved, flash] = useFlash();
  const queue = useRef(Promise.resolve());
  const shown = wanted ?? data;

  // One request after the other: the last order wins. What is not sent stays as it is.
  const save = (change) => {
    setWanted((old) => {
      const before = old ?? data;
      return { ...before, ...change, providers: { ...before.providers, ...change.providers }, maxMicroUsd: { ...before.maxMicroUsd, ...change.maxMicroUsd } };
    });
    queue.current = queue.current.then(async () => {
      const answer = await call("PUT", PREFERENCES, change);
      setProblem(answer.error ?? null);
      await reload();
      if (answer.error) setWanted(null);
      else flash();
    });
  };
  return (
    <Section name="order" title={t("settings.order.title")} text={t("settings.order.text")} aside={<Done on={saved}>{t("settings.saved")}</Done>}>
      <Problem error={problem ?? error} />
      {!shown && !error && <Waiting tall={5} />}
      {shown && (
        <Card>
          <div className="vg-ranks">
            {KINDS.filter((kind) => shown.providers[kind]?.length).map((kind) => (
              <Ranking key={kind} kind={kind} slugs={shown.providers[kind]} choices={Object.fromEntries((shown.choices?.[kind] ?? []).map((choice) => [choice.slug, choice]))}
                maxMicroUsd={shown.maxMicroUsd?.[kind] ?? undefined} onOrder={(changed, slugs) => save({ providers: { [changed]: slugs } })} onLimit={(changed, most) => save({ maxMicroUsd: { [changed]: most } })} />
            ))}
          </div>
          <p className="vg-hint vg-limit-hint">{t("settings.order.limit_text")}</p>
          <label className="vg-switch-row">
            <span>
              <b>{t("settings.order.fallback")}</b>
              <span>{shown.fallback ? t("settings.order.fallback_on") : t("settings.order.fallback_off")}</span>
            </span>
            <input type="checkbox" role="switch" className="vg-switch" checked={shown.fallback} onChange={(event) => save({ fallback: event.target.checked })} data-testid="order-fallback" />
          </label>
        </Card>
      )}
    </Section>
  );
}
