// Why a start was refused, wherever it was: the card that fits, with what can be done about it.
import { ErrorCard } from "../causes/error_card.jsx";
import { Problem } from "../settings/parts.jsx";
import { PriceChanged } from "./price_changed.jsx";
import { Ways } from "./ways.jsx";

// ways: what the place itself can do about too few credits, as Ways takes it. onStart(most): once more, at the new price.
export function Refusal({ error, ways, onStart, onDismiss, isBusy, testId }) {
  if (!error) return null;
  if (error.code === "insufficient_credits") return <Ways required={error.required} available={error.available} onDismiss={onDismiss} {...ways} />;
  if (error.code === "price_changed") return <PriceChanged error={error} onStart={onStart} onDismiss={onDismiss} isBusy={isBusy} />;
  if (error.code === "budget_exceeded") return <ErrorCard error={error} onDismiss={onDismiss} testId={testId} />;
  return <Problem error={error} testId={testId} />;
}
