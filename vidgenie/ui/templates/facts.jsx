// What a Template is, takes and costs, in a few words.
import { Clock, Coins, Key, KeyRound, LayoutTemplate, Workflow } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Badge } from "../settings/parts.jsx";

// A text whose key is only known while running: word(t, "use", "voice").
export const word = (t, kind, name) => t.label("templates_word", `${kind}_${name}`);

export const costOf = (t, { credits }) => {
  if (credits === null) return t("templates.cost_unknown");
  return credits === 0 ? t("templates.cost_none") : t("templates.cost", { n: credits });
};

export const lengthOf = (t, { seconds }) => (seconds > 0 ? t("templates.seconds", { n: seconds }) : t("templates.seconds_own"));

// isWhole: everything there is to say, else what a card has room for.
export function Facts({ template, isWhole = false }) {
  const t = useT();
  const isGraph = template.kind === "graph";
  const parts = isGraph ? t("templates.nodes", { n: template.nodes }) : t("templates.segments", { n: Array.isArray(template.segments) ? template.segments.length : template.segments });
  return (
    <span className="vg-tpl-facts">
      {template.isFree && <Badge tone="good" icon={KeyRound}>{t("templates.no_key")}</Badge>}
      {template.needs.map((need) => <Badge key={`${need.kind}-${need.provider}`} tone="warn" icon={Key}>{t("templates.needs", { what: need.title })}</Badge>)}
      <Badge icon={isGraph ? Workflow : LayoutTemplate}>{parts}</Badge>
      <Badge icon={Clock}>{lengthOf(t, template)}</Badge>
      {(isWhole || !template.isFree) && <Badge icon={Coins}>{costOf(t, template)}</Badge>}
      {isWhole && template.uses.map((name) => <Badge key={name}>{word(t, "use", name)}</Badge>)}
      {template.isOwn && <Badge tone="accent">{t("templates.own")}</Badge>}
    </span>
  );
}
