// The shape of the video, how it is encoded, and whose it is.
import { useState } from "react";
import { Palette, Plus, RectangleHorizontal, RectangleVertical, Square } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon, Problem } from "../settings/parts.jsx";
import { BrandEditor } from "./brand.jsx";
import { Choice, Pick, word } from "./parts.jsx";

const ASPECTS = [["9:16", "portrait", RectangleVertical], ["1:1", "square", Square], ["16:9", "landscape", RectangleHorizontal]];
const PROFILES = ["fast", "standard", "small"];

// Rows that say what they mean. profile "draft" is a button of its own, at the foot of the room.
function Profiles({ value, onChange }) {
  const t = useT();
  return (
    <fieldset className="vg-choice">
      <legend className="vg-label">{t("cut.profile")}</legend>
      <div className="vg-profiles">
        {PROFILES.map((profile) => (
          <label key={profile} className="vg-profile" data-on={value === profile || undefined}>
            <input type="radio" name="vg-cut-profile" checked={value === profile} onChange={() => onChange(profile)} data-testid={`cut-profile-${profile}`} />
            <span><b>{word(t, "profile", profile)}</b><small>{word(t, "profile_text", profile)}</small></span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Look({ aspect, profile, brandKitId, kits, kitsError, reloadKits, fonts, onChange }) {
  const t = useT();
  const [edited, setEdited] = useState(null); // a kit, {} for a new one
  const chosen = kits?.find((kit) => kit.id === brandKitId);
  return (
    <div className="vg-cut-stack">
      <Choice label={t("cut.aspect")} wide value={aspect} choices={ASPECTS.map(([one, name, drawing]) => [one, word(t, "aspect", name), <Icon key="icon" of={drawing} size={15} />])} onChange={(one) => onChange({ aspect: one })} testId="cut-aspect" />
      <Profiles value={profile} onChange={(one) => onChange({ profile: one })} />
      <div className="vg-field">
        <Pick label={t("cut.brand")} value={chosen ? brandKitId : ""} onChange={(id) => onChange({ brandKitId: id || null })} testId="cut-brand">
          <option value="">{t("cut.brand_none")}</option>
          {(kits ?? []).map((kit) => <option key={kit.id} value={kit.id}>{kit.name}</option>)}
        </Pick>
        <p className="vg-hint">{t("cut.brand_text")}</p>
        <Problem error={kitsError} />
        <div className="vg-words-do">
          {chosen && <Button small onClick={() => setEdited(chosen)} testId="cut-brand-edit"><Icon of={Palette} size={14} />{t("cut.brand_edit")}</Button>}
          <Button small look={chosen ? "quiet" : "plain"} onClick={() => setEdited({})} testId="cut-brand-new"><Icon of={Plus} size={14} />{t("cut.brand_new")}</Button>
        </div>
      </div>
      <BrandEditor kit={edited} fonts={fonts} onClose={() => setEdited(null)} onSaved={async (kit) => { await reloadKits(); onChange({ brandKitId: kit?.id ?? null }); setEdited(null); }} />
    </div>
  );
}
