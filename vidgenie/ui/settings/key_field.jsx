// Where a key is pasted: it saves itself, and is tested.
import { useId } from "react";
import { CircleCheck, ExternalLink, LoaderCircle } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { SecretInput } from "../secret_input/secret_input.jsx";
import { Button, Icon, word } from "./parts.jsx";

export const TestButton = ({ slug, isTesting, ...button }) => {
  const t = useT();
  return <Button busy={isTesting} testId={`key-${slug}-test`} {...button}>{isTesting ? t("settings_keys.testing") : t("settings_keys.test")}</Button>;
};

export function KeyField({ provider, saving, isLocked, isTesting, canTest, onType, onTest }) {
  const t = useT();
  const id = useId();
  const { slug, title, example, url, isOptional, key: stored } = provider;
  const { text, state, error } = saving;
  const note = error ? `${t.error(error)} ${t.remedy(error)}` : "";
  const texts = { reveal: t("settings_keys.reveal"), hide: t("settings_keys.hide"), nothing: stored ? t("settings_keys.never_shown") : t("settings_keys.reveal") };
  return (
    <div className="vg-field">
      <div className="vg-key-label">
        <label className="vg-label" htmlFor={id}>{isOptional ? t("settings_keys.label_optional", { title }) : t("settings_keys.label", { title })}</label>
        {url && <a className="vg-more" href={url} target="_blank" rel="noreferrer">{isOptional ? t("settings_keys.about") : t("settings_keys.get")}<Icon of={ExternalLink} size={13} /><span className="vg-sr">{t("settings_keys.new_tab")}</span></a>}
      </div>
      <div className="vg-key-line">
        <SecretInput id={id} testId={`key-${slug}`} value={text} texts={texts} isInvalid={Boolean(error)} describedBy={`${id}-state`} disabled={isLocked}
          placeholder={stored ? stored.masked : example} onChange={(event) => onType(event.target.value)} onBlur={() => state === "typing" && saving.save()}
          onKeyDown={(event) => event.key === "Enter" && saving.save()} />
        <TestButton slug={slug} isTesting={isTesting} disabled={isLocked || !canTest} onClick={onTest} />
      </div>
      <p id={`${id}-state`} className={`vg-key-state vg-key-state-${state}`} data-testid={`key-${slug}-save-state`} data-state={state} role="status">
        {state === "saving" && <Icon of={LoaderCircle} size={13} className="vg-turn" />}{state === "saved" && <Icon of={CircleCheck} size={13} />}
        {note || (state === "idle" ? (stored ? t("settings_keys.stored", { masked: stored.masked }) : t("settings_keys.autosave")) : word(t, "save", state))}
        {state === "failed" && error?.code !== "invalid_input" && <button type="button" className="vg-more" onClick={() => saving.save()} data-testid={`key-${slug}-save`}>{t("settings_keys.save")}</button>}
      </p>
    </div>
  );
}
