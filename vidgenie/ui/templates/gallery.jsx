// The gallery: every Template, ours and one's own.
import { useEffect, useRef, useState } from "react";
import { LayoutTemplate, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import "../settings/settings.css";
import "../projects/projects.css";
import "./templates.css";
import { Button, Icon, Notice, Problem } from "../settings/parts.jsx";
import { useResource } from "../settings/rest.js";
import { Card } from "./card.jsx";
import { Detail } from "./detail.jsx";
import { Filters } from "./filters.jsx";
import { ImportButton, useImport } from "./importing.jsx";
import { Removed } from "./removed.jsx";
import { found, isFiltered, NOTHING, stepped } from "./search.js";

const KEYS = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"];
const WAITING = [1, 2, 3, 4, 5, 6, 7, 8];

// The Template that is open stands in the address: a page can lead to it.
const openedAt = () => new URLSearchParams(window.location.search).get("template") ?? "";
const note = (slug) => window.history.replaceState(window.history.state, "", slug ? `?template=${encodeURIComponent(slug)}` : window.location.pathname);

function Cards({ list, onOpen }) {
  const grid = useRef(null);
  const walk = (event) => {
    if (!KEYS.includes(event.key)) return;
    const cards = [...grid.current.querySelectorAll("button")];
    const at = cards.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    const top = cards[0].offsetTop;
    cards[stepped(event.key, at, cards.length, cards.filter((card) => card.offsetTop === top).length)].focus();
  };
  return <ul ref={grid} className="vg-tpl-cards" onKeyDown={walk} data-testid="template-cards">{list.map((one) => <Card key={one.slug} template={one} onOpen={onOpen} />)}</ul>;
}

function None({ isOwn, onClear }) {
  const t = useT();
  return (
    <div className="vg-card vg-empty" data-testid="templates-none">
      <span className="vg-empty-icon"><Icon of={LayoutTemplate} size={24} /></span>
      <p className="vg-empty-title">{isOwn ? t("templates.none_own") : t("templates.none")}</p>
      <p className="vg-empty-text">{isOwn ? t("templates.none_own_text") : t("templates.none_text")}</p>
      <Button onClick={onClear}>{t("templates.show_all")}</Button>
    </div>
  );
}

export function Gallery() {
  const t = useT();
  const [data, error, reload] = useResource(`/api/templates?kind=all&language=${t.locale}`);
  const [asked, setAsked] = useState(NOTHING);
  const [slug, setSlug] = useState("");
  const [brought, setBrought] = useState(null);
  useEffect(() => setSlug(openedAt()), []);
  const open = (next) => { setSlug(next); note(next); };
  const bring = useImport(async (answer) => {
    setBrought(answer);
    if (!answer.data) return;
    await reload();
    if (!answer.data.removed.length) open(answer.data.slug);
  });
  const list = data ? found(data.items, asked) : [];
  const shown = data?.items.find((one) => one.slug === slug) ?? null;
  return (
    <div className="vg-tpl" data-over={bring.isOver || undefined} data-ready={Boolean(data) || undefined} data-testid="templates-page" {...bring.drop}>
      <header className="vg-tpl-head">
        <div><h1>{t("templates.title")}</h1><p>{t("templates.text")}</p></div>
        <ImportButton busy={bring.isBusy} onFile={bring.take} />
      </header>
      <Filters asked={asked} onChange={setAsked} />
      <Problem error={error} testId="templates-error" />
      <Problem error={brought?.error} testId="template-import-error" />
      {brought?.data && (
        <Notice tone="good" icon={LayoutTemplate} data-testid="template-imported">
          <p>{t("templates.imported", { title: brought.data.title })} <button type="button" className="vg-link" onClick={() => open(brought.data.slug)}>{t("templates.look")}</button></p><Removed list={brought.data.removed} />
          <button type="button" className="vg-icon-btn" onClick={() => setBrought(null)} aria-label={t("shell.dismiss")}><Icon of={X} /></button>
        </Notice>
      )}
      {!data && !error && <ul className="vg-tpl-cards" aria-busy="true">{WAITING.map((n) => <li key={n} className="vg-skeleton vg-tpl-wait" />)}</ul>}
      {data && <p className="vg-sr" role="status">{t("templates.found", { n: list.length })}</p>}
      {list.length > 0 && <Cards list={list} onOpen={(one) => open(one.slug)} />}
      {data && !list.length && <None isOwn={asked.traits.includes("own") && !data.items.some((one) => one.isOwn)} onClear={() => setAsked(NOTHING)} />}
      {data && isFiltered(asked) && list.length > 0 && list.length < data.items.length && <p className="vg-tpl-count">{t("templates.found", { n: list.length })} <button type="button" className="vg-link" onClick={() => setAsked(NOTHING)}>{t("templates.show_all")}</button></p>}
      <Detail template={shown} onClose={() => open("")} onChanged={reload} onGone={() => { open(""); reload(); }} />
    </div>
  );
}
