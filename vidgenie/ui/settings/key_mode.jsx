// Who can open this key: this server, for Runs, or only its owner's browser.
import { useId, useState } from "react";
import { Lock, Server } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { changed, openSealed, saveKey } from "./key_store.js";
import { Icon, word } from "./parts.jsx";

const DRAWINGS = { managed: Server, sealed: Lock };

// A managed key never leaves the server, so it cannot be sealed without being pasted once more.
// A sealed one is opened here, in the browser, and handed over.
export function KeyMode({ slug, stored, mode, policy, isLocked, saving, onMode, onProblem }) {
  const t = useT();
  const id = useId();
  const [isBusy, setBusy] = useState(false);
  const modes = policy === "sealed_only" ? ["sealed"] : ["managed", "sealed"];
  const isWaiting = stored && stored.mode !== mode && saving.state !== "saving";

  const pick = async (wanted) => {
    if (isBusy || wanted === mode) return;
    onProblem(null);
    const typed = saving.text.trim();
    if (!stored || wanted === stored.mode) {
      onMode(wanted);
      return;
    }
    setBusy(true);
    onMode(wanted);
    let key = typed || null;
    let answer = {};
    if (!key && stored.mode === "sealed") {
      answer = await openSealed(slug);
      key = answer.data ?? null;
    }
    if (key) {
      answer = await saveKey(slug, key, { mode: wanted, revision: stored.revision });
      if (!answer.error) {
        saving.clear();
        await changed();
      }
    }
    if (answer.error) {
      onMode(stored.mode);
      if (answer.error.code !== "cancelled") onProblem(answer.error);
    }
    setBusy(false);
  };

  return (
    <div className="vg-key-mode" role="radiogroup" aria-labelledby={`${id}-name`} aria-describedby={`${id}-text`} data-testid={`key-${slug}-mode`} data-mode={stored?.mode ?? mode}>
      <span id={`${id}-name`} className="vg-label">{t("settings_keys.mode")}</span>
      <div className="vg-segments">
        {modes.map((value) => (
          <label key={value} className="vg-segment">
            <input type="radio" name={id} value={value} disabled={isBusy || isLocked} checked={mode === value} onChange={() => pick(value)} data-testid={`key-${slug}-mode-${value}`} />
            <span><Icon of={DRAWINGS[value]} size={14} />{word(t, "mode", value)}</span>
          </label>
        ))}
      </div>
      <p id={`${id}-text`} className="vg-hint">{isWaiting ? t("settings_keys.paste_again") : word(t, "mode_text", mode)}</p>
    </div>
  );
}
