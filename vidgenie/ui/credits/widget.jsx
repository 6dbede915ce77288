// The credits on the dashboard.
import { CreditsCard } from "./card.jsx";
import { useBalance } from "./live.js";

export function CreditsWidget({ live }) {
  const [balance, error] = useBalance(live);
  return <CreditsCard balance={balance} error={error} history="/credits#history" buy="/credits#packs" testId="credits-widget" />;
}
