// The line of a service that is always there: its name, what it makes, how it stands; it opens the rest.
import { ChevronDown, CircleCheck, CircleHelp, CircleX, Clapperboard, FileText, Image, Mic, Server } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Badge, Icon, word } from "./parts.jsx";

export const KINDS = { text: FileText, image: Image, video: Clapperboard, speech: Mic };
export const KINDS_IN_ORDER = Object.keys(KINDS);
export const byKind = (a, b) => KINDS_IN_ORDER.indexOf(a) - KINDS_IN_ORDER.indexOf(b);

const STATUS = { valid: ["good", CircleCheck], works: ["good", CircleCheck], ready: ["good", CircleCheck], operator: ["accent", Server], invalid: ["bad", CircleX], unchecked: ["", CircleHelp], none: ["", null], off: ["", null] };

// A service that can do without a key is told by whether it is set up.
const statusOf = ({ takesKey, isOptional, installationKey, opens, options, key }, verdict) => {
  const known = verdict ?? key;
  if (takesKey && !isOptional) {
    const status = known?.status ?? "none";
    return [status, status === "none" && installationKey ? "operator" : status];
  }
  const isReady = opens.some((found) => found.isReady);
  const status = known?.status === "unchecked" || !known ? (isReady ? "ready" : "off") : known.status;
  if (status === "ready" && options.some((found) => found.options.some((option) => option.isSetByOperator && !option.value))) return [status, "operator"];
  return [status, status === "valid" && !key ? "works" : status];
};

export const isInUse = (provider) => Boolean(provider.key) || provider.installationKey || (provider.opens.some((found) => found.isReady) && (!provider.takesKey || provider.isOptional));

export function Status({ provider, verdict }) {
  const t = useT();
  const [status, shown] = statusOf(provider, verdict);
  const [tone, icon] = STATUS[shown] ?? STATUS.unchecked;
  return (
    <span className="vg-key-status" data-testid={`key-${provider.slug}-status`} data-status={status} data-detail={(verdict ?? provider.key)?.detail ?? ""} role="status">
      <Badge tone={tone} icon={icon}>{word(t, "status", shown)}</Badge>
    </span>
  );
}

export function KeyHead({ provider, verdict, isOpen, onToggle, bodyId }) {
  const t = useT();
  const { slug, title, opens } = provider;
  const kinds = [...provider.kinds].sort(byKind);
  // "Pika (through fal.ai)" stands under fal.ai here.
  const others = [...new Set(opens.filter((found) => found.title !== title).map((found) => found.title.replace(/ \(.*\)$/, "")))];
  return (
    <div className="vg-key-head" onClick={onToggle}>
      <span className="vg-key-mark" aria-hidden="true">{title.slice(0, 1)}</span>
      <div className="vg-key-name">
        <h3>
          <button type="button" aria-expanded={isOpen} aria-controls={bodyId} onClick={(event) => { event.stopPropagation(); onToggle(); }} data-testid={`key-${slug}-open`}>{title}</button>
          {others.length > 0 && <span className="vg-key-also">{others.join(", ")}</span>}
        </h3>
        <ul className="vg-key-kinds" aria-label={t("settings_keys.makes")}>
          {kinds.map((kind) => <li key={kind}><Badge icon={KINDS[kind]}>{word(t, "kind", kind)}</Badge></li>)}
        </ul>
      </div>
      <Status provider={provider} verdict={verdict} />
      <Icon of={ChevronDown} size={18} className="vg-key-chevron" />
    </div>
  );
}
