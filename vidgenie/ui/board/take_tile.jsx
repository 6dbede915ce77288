// One Take: what it shows or how far it is; and what to do with one that failed.
import { memo } from "react";
import { Check, CircleAlert, RotateCw, Trash2, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon } from "../settings/parts.jsx";
import { choose, removeTake } from "./acts.js";
import { live } from "./live.js";
import { titleOf, useMakers, useTitle } from "./makers.js";
import { Moving } from "./poster.jsx";
import { start, work } from "./producing.js";
import { isMade, isUnderWay } from "./takes.js";

export const TakeTile = memo(function TakeTile({ take, n, k, segmentId, isChosen, isPinned }) {
  const t = useT();
  const now = live.use(({ takes }) => takes[take.id]);
  const title = useTitle(take.provider);
  const status = now && isUnderWay(take.status) ? now.status : take.status;
  const progress = Math.round(now?.progress ?? take.progress ?? 0);
  const made = isMade(take);
  const name = t("board.take", { n: k });
  const what = [name, title, take.model, t.label("board_word", `segment_${status}`), take.prompt].filter(Boolean).join(" · ");
  return (
    <li className="vg-take" data-status={status} data-chosen={isChosen || undefined} data-testid={`take-${n}-${k}`} data-id={take.id} data-sha={take.sha256 || undefined}>
      <button type="button" className="vg-take-pick" disabled={!made} aria-pressed={isChosen} aria-label={isChosen ? t("board.take_chosen", { n: k, title }) : t("board.take_choose", { n: k, title })} title={what} onClick={() => choose(segmentId, isChosen && isPinned ? null : take.id)} data-testid={`take-${n}-${k}-choose`}>
        {made ? <Moving className="vg-take-picture" url={take.url} kind={take.kind} thumbnail={take.thumbnailUrl} name="" /> : (
          <span className="vg-take-picture">{isUnderWay(status) ? <b className="vg-num">{status === "pending" ? "…" : t("cut.percent", { n: progress })}</b> : <Icon of={status === "failed" || status === "unknown" ? CircleAlert : X} size={15} />}</span>
        )}
        {isUnderWay(status) && <i className="vg-take-bar"><i style={{ width: `${progress}%` }} /></i>}
        {isChosen && <em><Icon of={Check} size={11} /></em>}
        {take.isStale && made && <u aria-hidden="true" />}
      </button>
      <span className="vg-take-maker">{title}</span>
      {!isUnderWay(status) && !isChosen && <button type="button" className="vg-take-remove" onClick={() => removeTake(take.id)} aria-label={t("board.take_remove", { n: k })} title={t("board.take_remove", { n: k })} data-testid={`take-${n}-${k}-remove`}><Icon of={Trash2} size={12} /></button>}
    </li>
  );
});

// What went wrong, in plain words, and the two ways on: the same again, or somebody else.
export function Failed({ segment, take, error, n }) {
  const t = useT();
  const starting = work.use((value) => value.starting);
  const makers = useMakers("video");
  const title = useTitle(take?.provider || error.provider || segment.provider);
  const told = { ...error.details, ...error, provider: title || error.provider, title };
  const others = makers.filter((one) => one.ready && one.slug !== take?.provider);
  const other = others.find((one) => !one.demo) ?? others[0];
  const name = `retry-${n}`;
  const isDoubt = take?.status === "unknown"; // sent once; asking again might be paid twice
  return (
    <div className="vg-take-failed" role="alert" data-testid={`failed-${n}`} data-code={error.code}>
      <Icon of={CircleAlert} size={16} />
      <div><b>{t.error(told)}</b> <span>{t.remedy(told)}</span></div>
      <span className="vg-words-do">
        {isDoubt ? <a className="vg-btn vg-btn-plain vg-btn-small" href="/library" data-testid={`doubt-${n}`}>{t("board.decide")}</a> : <Button small busy={starting === name} onClick={() => start(name, `/segments/${segment.id}/regenerate`, { assemble: false })} testId={name}><Icon of={RotateCw} size={13} />{t("board.retry")}</Button>}
        {other && !isDoubt && <Button small look="quiet" onClick={() => start(`other-${n}`, `/segments/${segment.id}/regenerate`, { provider: other.slug, assemble: false })} busy={starting === `other-${n}`} testId={`other-${n}`}>{t("board.retry_with", { title: titleOf(t, other.slug) })}</Button>}
      </span>
    </div>
  );
}
