// Who can make the clips or write the texts, as the Account's settings put them in order.
import { useId } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { dollars } from "../money/words.js";
import { Badge } from "../settings/parts.jsx";
import { useResource } from "../settings/rest.js";
import { word } from "./words.js";

// {video: [...], text: [...]}: slug, title, demo, ready, lacks, holder, microUsd, unit of each; null until read.
export const useMakers = () => {
  const [data, error] = useResource("/api/user/preferences");
  return [data?.choices ?? null, error];
};

export const makerTitle = (makers, slug, kind = "video") => makers?.[kind]?.find((one) => one.slug === slug)?.title ?? slug;

// Who is meant when nobody was chosen: the first that is ready.
export const usualMaker = (makers, kind = "video") => (makers?.[kind] ?? []).find((one) => one.ready)?.slug ?? "local";

// Who writes: a service when there is a key for one, else the writer of this server.
export const usualWriter = (makers) => {
  const ready = (makers?.text ?? []).filter((one) => one.ready);
  return (ready.find((one) => !one.demo) ?? ready[0])?.slug ?? "local";
};

const price = (t, one) => (one.microUsd ? t("projects.maker_price", { amount: dollars(t, one.microUsd), unit: t.label("settings_words", `unit_${one.unit}`) }) : "");

// Radio cards, each with its price and the state of its key.
export function MakerPick({ makers, kind = "video", value, onChange, legend, testId }) {
  const t = useT();
  const name = useId();
  const list = makers?.[kind] ?? [];
  const shown = [...list.filter((one) => one.ready), ...list.filter((one) => !one.ready)];
  return (
    <fieldset className="vg-makers" data-testid={testId}>
      <legend className="vg-label">{legend}</legend>
      {!makers && <div className="vg-skeleton vg-makers-wait" aria-hidden="true" />}
      <div>
        {shown.map((one) => (
          <div key={one.slug} className="vg-maker" data-on={value === one.slug || undefined} data-ready={one.ready}>
            <label>
              <input type="radio" name={name} checked={value === one.slug} disabled={!one.ready} onChange={() => onChange(one.slug)} data-testid={`${testId}-${one.slug}`} />
              <span><b>{one.title}</b><small>{one.demo ? t("projects.maker_here") : price(t, one)}</small></span>
            </label>
            {one.demo && <Badge tone="good">{t("projects.free")}</Badge>}
            {!one.demo && one.ready && <Badge tone="accent">{t("projects.maker_ready")}</Badge>}
            {!one.ready && <a className="vg-badge vg-badge-warn" href={`/settings#keys/${one.holder ?? ""}`}>{word(t, "lacks", one.lacks || "key")}</a>}
          </div>
        ))}
      </div>
    </fieldset>
  );
}
