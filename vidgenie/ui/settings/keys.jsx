// Keys: one card for each service that declares one; nothing here knows a service by name.
import { useEffect, useRef } from "react";
import { KeyRound } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { KeyCard } from "./key_card.jsx";
import { useKeys } from "./key_store.js";
import { useLastUses } from "./last_use.jsx";
import { Notice, Problem, Section, Waiting } from "./parts.jsx";

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

export function Keys({ onAccountChanged }) {
  const t = useT();
  const { providers, encryption, policy, error } = useKeys();
  const uses = useLastUses(providers);
  useSealed(providers, onAccountChanged);
  const locked = encryption?.isLocked ? { code: "vault_locked", problem: encryption.problem, variable: encryption.variable, version: encryption.masterKeyVersion } : null;
  return (
    <Section name="keys" title={t("settings_keys.title")} text={t("settings_keys.text")}>
      <Problem error={locked} testId="vault-locked" />
      <Problem error={error} testId="keys-error" />
      {policy === "sealed_only" && <Notice tone="accent" icon={KeyRound}>{t("settings_keys.sealed_only")}</Notice>}
      {!providers && !error && <><Waiting tall={4} /><Waiting tall={4} /></>}
      {providers?.length === 0 && <p className="vg-set-none">{t("settings_keys.none")}</p>}
      <div className="vg-keys">
        {providers?.map((provider) => <KeyCard key={provider.slug} provider={provider} policy={policy} isLocked={Boolean(locked)} lastUse={uses[provider.slug]} />)}
      </div>
      {encryption && <p className="vg-set-foot">{t("settings_keys.encryption", { cipher: encryption.cipher })} <a className="vg-more" href="#sealed">{t("settings_keys.modes")}</a></p>}
    </Section>
  );
}
