// A request that got no answer, or a job that is late: what happened, and what its owner can do.
import { useEffect, useRef, useState } from "react";
import { CircleHelp } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { dollars } from "../money/words.js";
import "./doubt.css";

const useAnswer = (question, answered, onDecide) => {
  const [isSent, setSent] = useState(false);
  useEffect(() => setSent(false), [question?.run, question?.node, answered]);
  const decide = (decision) => {
    setSent(true);
    onDecide?.(question.run, question.node, decision);
  };
  return [isSent, decide];
};

function Button({ look = "plain", name, ...rest }) {
  return <button type="button" className={`vg-btn vg-btn-small vg-btn-${look}`} data-testid={`decide-${name}`} {...rest} />;
}

// Sending again may cost real money: it is asked twice.
function Confirm({ question, disabled, onYes, onNo }) {
  const t = useT();
  const no = useRef(null);
  useEffect(() => no.current?.focus(), []);
  const { provider, microUsd } = question;
  return (
    <div className="vg-doubt-sure" role="group" aria-label={t("doubt.sure_title")} onKeyDown={(event) => { if (event.key === "Escape") onNo(); }}>
      <p role="alert">
        {t("doubt.sure", { provider })}
        {microUsd ? ` ${t("doubt.each", { amount: dollars(t, microUsd) })}` : null}
      </p>
      <div className="vg-doubt-buttons">
        <Button name="again-confirm" look="danger" disabled={disabled} onClick={onYes}>{t("doubt.again_yes")}</Button>
        <button type="button" ref={no} className="vg-btn vg-btn-small vg-btn-quiet" data-testid="decide-again-no" onClick={onNo}>{t("doubt.again_no")}</button>
      </div>
    </div>
  );
}

const when = (t, until) => new Intl.DateTimeFormat(t.locale, { weekday: "long", hour: "numeric", minute: "2-digit" }).format(new Date(until));

export function Doubt({ question, answered, namesNode, isLarge, testId, onDecide, className }) {
  const t = useT();
  const [isSure, setSure] = useState(false);
  const [isSent, decide] = useAnswer(question, answered, onDecide);
  const again = useRef(null);
  if (!question?.run) return null;
  const { provider, kind, canLook, until, type } = question;
  const isLate = kind === "late";
  const leave = () => {
    setSure(false);
    setTimeout(() => again.current?.focus());
  };
  const Title = isLarge ? "h2" : "h4";
  return (
    <div className={`vg-doubt nodrag nopan ${isLarge ? "vg-doubt-large" : ""} ${className ?? ""}`} data-testid={testId} data-kind={kind} aria-busy={isSent}>
      <Title className="vg-doubt-title">
        <CircleHelp size={isLarge ? 19 : 16} aria-hidden="true" />
        <span>{namesNode && <span className="vg-doubt-node">{t.label("node", type)}{" · "}</span>}{isLate ? t("doubt.late", { provider }) : t("doubt.unanswered", { provider })}</span>
      </Title>
      <p>{isLate ? t("doubt.late_text", { provider }) : t("doubt.unanswered_text", { provider })}</p>
      {!canLook && <p>{t("doubt.look_there", { provider })}</p>}
      <p className="vg-doubt-held">{t("doubt.held", { until: when(t, until) })}</p>
      {isSure ? (
        <Confirm question={question} disabled={isSent} onYes={() => { setSure(false); decide("again"); }} onNo={leave} />
      ) : (
        <div className="vg-doubt-buttons">
          {canLook && <Button name="look" look="primary" disabled={isSent} onClick={() => decide("look")}>{t("doubt.look")}</Button>}
          <button type="button" ref={again} className="vg-btn vg-btn-small vg-btn-plain" data-testid="decide-again" disabled={isSent} onClick={() => setSure(true)}>{t("doubt.again", { provider })}</button>
          <Button name="give_up" look={canLook ? "quiet" : "plain"} disabled={isSent} onClick={() => decide("give_up")}>{t("doubt.give_up")}</Button>
        </div>
      )}
    </div>
  );
}
