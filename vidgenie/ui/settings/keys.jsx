// Keys: one card for each service that declares one, or wants to be set up; nothing here knows a service
// by name. Closed, a card is one line: twenty of them fit on a screen and a half.
import { useEffect, useId, useRef, useState } from "react";
import { KeyRound, Search } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { KeyCard } from "./key_card.jsx";
import { isInUse, KINDS, KINDS_IN_ORDER } from "./key_head.jsx";
import { useKeys } from "./key_store.js";
import { useLastUses } from "./last_use.jsx";
import { Icon, Notice, Problem, Section, Waiting, word } from "./parts.jsx";

const MANY = 5; // fewer need no search

// Whoever has a sealed key needs what hands it to Runs on every page: the frame is told.
const useSealed = (providers, onChange) => {
  const known = useRef(null);
  const now = providers && providers.some(({ key }) => key?.mode === "sealed");
  useEffect(() => {
    if (now === null) return;
    if (known.current !== null && known.current !== now) onChange?.();
    known.current = now;
  }, [now]);
};

// What is in use comes first; nothing moves while somebody is at it.
const useGroups = (providers) => {
  const used = useRef(null);
  if (!providers) return [];
  if (!used.current) used.current = new Set(providers.filter(isInUse).map(({ slug }) => slug));
  const titled = [...providers].sort((a, b) => a.title.localeCompare(b.title));
  const groups = [["used", titled.filter(({ slug }) => used.current.has(slug))], ["more", titled.filter(({ slug }) => !used.current.has(slug))]];
  return groups.filter(([, found]) => found.length > 0);
};

// Letters are compared as people type them: without accents, in any case.
const folded = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

function Finder({ providers, kind, onKind, text, onText }) {
  const t = useT();
  const id = useId();
  const count = (wanted) => providers.filter(({ kinds }) => !wanted || kinds.includes(wanted)).length;
  return (
    <div className="vg-finder" role="search">
      <div className="vg-finder-text">
        <Icon of={Search} size={16} />
        <input type="search" className="vg-input" aria-label={t("settings_keys.find")} placeholder={t("settings_keys.find")} autoComplete="off" value={text} onChange={(event) => onText(event.target.value)} data-testid="keys-find" />
      </div>
      <div className="vg-segments" role="radiogroup" aria-label={t("settings_keys.makes")}>
        {["", ...KINDS_IN_ORDER].filter((value) => !value || count(value) > 0).map((value) => (
          <label key={value} className="vg-segment">
            <input type="radio" name={id} checked={kind === value} onChange={() => onKind(value)} data-testid={`keys-kind-${value || "all"}`} />
            <span>{value && <Icon of={KINDS[value]} size={14} />}{value ? word(t, "kind", value) : t("settings_keys.all")}<i aria-hidden="true">{count(value)}</i></span>
          </label>
        ))}
      </div>
    </div>
  );
}

// wanted: slug of the service that a link leads to.
export function Keys({ wanted, onAccountChanged }) {
  const t = useT();
  const { providers, encryption, policy, error } = useKeys();
  const uses = useLastUses(providers);
  const groups = useGroups(providers);
  const [kind, setKind] = useState("");
  const [text, setText] = useState("");
  useSealed(providers, onAccountChanged);
  const locked = encryption?.isLocked ? { code: "vault_locked", problem: encryption.problem, variable: encryption.variable, version: encryption.masterKeyVersion } : null;
  const needle = folded(text.trim());
  const isShown = ({ slug, title, kinds, opens }) => (!kind || kinds.includes(kind)) && folded([slug, title, ...opens.flatMap((found) => [found.slug, found.title])].join(" ")).includes(needle);
  const isFound = providers?.some(isShown);
  // A link leads to the Provider; its key is kept with the service.
  const isWanted = ({ slug, opens }) => Boolean(wanted) && (slug === wanted || (!providers.some((other) => other.slug === wanted) && opens.some((found) => found.slug === wanted)));
  return (
    <Section name="keys" title={t("settings_keys.title")} text={t("settings_keys.text")}>
      <Problem error={locked} testId="vault-locked" />
      <Problem error={error} testId="keys-error" />
      {policy === "sealed_only" && <Notice tone="accent" icon={KeyRound}>{t("settings_keys.sealed_only")}</Notice>}
      {!providers && !error && <><Waiting tall={4} /><Waiting tall={4} /></>}
      {providers?.length === 0 && <p className="vg-set-none">{t("settings_keys.none")}</p>}
      {providers?.length > MANY && <Finder providers={providers} kind={kind} onKind={setKind} text={text} onText={setText} />}
      {providers?.length > 0 && <p className={isFound ? "vg-sr" : "vg-set-none"} role="status">{isFound ? "" : t("settings_keys.not_found")}</p>}
      {groups.map(([name, found]) => (
        <div key={name} className="vg-keys" hidden={!found.some(isShown)}>
          {groups.length > 1 && <p className="vg-keys-group">{name === "used" ? t("settings_keys.in_use") : t("settings_keys.more")}</p>}
          {found.map((provider) => (
            <div key={provider.slug} hidden={!isShown(provider)}>
              <KeyCard provider={provider} policy={policy} isLocked={Boolean(locked)} lastUse={uses[provider.slug]} isWanted={isWanted(provider)} />
            </div>
          ))}
        </div>
      ))}
      {encryption && <p className="vg-set-foot">{t("settings_keys.encryption", { cipher: encryption.cipher })} <a className="vg-more" href="#sealed">{t("settings_keys.modes")}</a></p>}
    </Section>
  );
}
