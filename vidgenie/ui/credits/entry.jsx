// One thing that happened to the credits: what it was, who made it, in which Run.
import { Clapperboard, Coins, FileText, ImageIcon, Lock, LockOpen, Mic, Minus, Package, Plus, RotateCcw, Sparkles } from "lucide-react";
import { Link } from "react-router";
import { useT } from "$/utils/vidgenie_i18n";
import { titleOf as makerTitle } from "../causes/causes.js";
import { Icon } from "../settings/parts.jsx";
import { runOf } from "../runs/words.js";
import { clockOf, number, reasonText, storyOf } from "./words.js";

const NODES = { enhance: Sparkles, script: FileText, image: ImageIcon, video: Clapperboard, speech: Mic, voice: Mic };
const TYPES = { credit: Plus, debit: Minus, hold: Lock, release: LockOpen };
const REASONS = { pack: Package, plan: Coins, platform_failure: RotateCcw, reinstated: RotateCcw, refund_failed: RotateCcw };

const drawingOf = ({ type, node, reason }) => (node && NODES[node.type]) || (type === "credit" && REASONS[reason]) || TYPES[type] || Coins;
const nodeName = (t, node) => node.title || t.label("node", node.type);

// What is set aside and given back is neither spent nor won: it has no sign.
function Amount({ type, amount, balance }) {
  const t = useT();
  const signed = { credit: t("credits.plus_n", { n: amount }), debit: t("credits.minus_n", { n: amount }) }[type] ?? number(t, amount);
  const word = { hold: t("credits.set_aside"), release: t("credits.given_back") }[type];
  return <span className="vg-cr-amount vg-num" data-type={type}><b>{signed}</b>{word && <small>{word}</small>}{balance !== null && <small data-testid="credits-entry-balance">{t("credits.balance_n", { n: balance })}</small>}</span>;
}

export function Entry({ entry }) {
  const t = useT();
  const { type, amount, balance, reason, workflowId, node, title, createdAt } = entry;
  const [what, said] = node ? [nodeName(t, node), reason === "capture" ? "" : reasonText(t, reason)] : storyOf(t, entry);
  const about = [said, node?.provider && makerTitle(node.provider)].filter(Boolean);
  return (
    <li className="vg-cr-entry" data-testid="credits-entry" data-type={type} data-amount={amount} data-reason={reason}>
      <span className="vg-line-icon" data-type={type}><Icon of={drawingOf(entry)} size={16} /></span>
      <div className="vg-cr-entry-words">
        <p>{what}</p>
        <p className="vg-cr-entry-about">
          {about.map((word) => <span key={word}>{word}</span>)}
          {workflowId && <span><Link to={runOf(workflowId)} data-testid="credits-entry-run">{title || t("credits.the_run")}</Link></span>}
          <time dateTime={createdAt}>{clockOf(t, createdAt)}</time>
        </p>
      </div>
      <Amount type={type} amount={amount} balance={balance} />
    </li>
  );
}
