// How long until a busy Provider is asked again, counted in the browser: no websocket frame a second.
import { useEffect, useState } from "react";
import { Hourglass } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";

const SECOND = 1000;
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

// Whole seconds to go. The server says how long it still is, not when: its clock may be another.
const useSecondsLeft = (until, left) => {
  const [seconds, setSeconds] = useState(Math.ceil(left / SECOND));
  useEffect(() => {
    const end = Date.now() + left;
    let timer = 0;
    const tick = () => {
      const rest = Math.max(0, Math.ceil((end - Date.now()) / SECOND));
      setSeconds(rest);
      if (!rest) clearInterval(timer);
    };
    timer = setInterval(tick, SECOND / 4);
    tick();
    return () => clearInterval(timer);
  }, [until, left]);
  return seconds;
};

// until: epoch ms, which wait this is; left: ms to go when that was sent.
// isShort: for a line beside others, which a screen reader has read elsewhere.
export function Wait({ provider, until, left, isShort, className, testId }) {
  const t = useT();
  const seconds = useSecondsLeft(until, left);
  const [said, setSaid] = useState("");
  const isOver = seconds === 0;
  // Said when the wait begins and when it ends, and not each second.
  useEffect(() => {
    setSaid(isOver ? t("create.asking_again", { provider }) : t("create.busy_said", { provider, n: Math.ceil(left / SECOND) }));
  }, [until, isOver, provider, t]);
  const time = clock(seconds);
  const words = isShort ? t("create.busy_short", { provider, time }) : t("create.busy", { provider, time });
  return (
    <span className={className} data-testid={testId} data-seconds={seconds} data-over={isOver}>
      {!isShort && <Hourglass size={15} aria-hidden="true" />}
      <span aria-hidden="true">{isOver ? t("create.asking_again", { provider }) : words}</span>
      {!isShort && <span className="vg-sr" role="status">{said}</span>}
    </span>
  );
}
