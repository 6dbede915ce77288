// How one wants to be told of each kind: in the app, by e-mail.
import { useState } from "react";
import { useT } from "$/utils/vidgenie_i18n";
import { Problem } from "../settings/parts.jsx";
import { call, useResource } from "../settings/rest.js";
import { Sign } from "./item.jsx";
import { GROUPS, nameOf } from "./words.js";

const PATH = "/api/notifications/preferences";
const WAYS = ["inApp", "byEmail"];

function Switch({ kind, way, isOn, onChange }) {
  const t = useT();
  const label = `${nameOf(t, kind)}, ${way === "inApp" ? t("notification.in_app") : t("notification.by_email")}`;
  return <input type="checkbox" role="switch" className="vg-switch" checked={isOn} aria-label={label} onChange={(event) => onChange({ [way]: event.target.checked })} data-testid={`prefer-${kind}-${way}`} />;
}

export function Preferences({ email }) {
  const t = useT();
  const [data, error, reload] = useResource(PATH);
  // What was just switched, until the server has it.
  const [wanted, setWanted] = useState({});
  const [problem, setProblem] = useState(null);
  const kinds = data && { ...data.kinds, ...wanted };
  const save = async (kind, change) => {
    const way = { ...kinds[kind], ...change };
    setWanted((old) => ({ ...old, [kind]: way }));
    const answer = await call("PUT", PATH, { kinds: { [kind]: way } });
    setProblem(answer.error ?? null);
    await reload();
    setWanted(({ [kind]: latest, ...others }) => (latest === way ? others : { ...others, [kind]: latest }));
  };
  return (
    <section id="preferences" className="vg-prefer" aria-labelledby="preferences-title" tabIndex={-1}>
      <h2 id="preferences-title">{t("notification.choose")}</h2>
      <p>{t("notification.choose_text", { email })} <a className="vg-more" href="/settings#profile">{t("notification.to_settings")}</a></p>
      <Problem error={error ?? problem} testId="prefer-error" />
      {!kinds && !error && <div className="vg-skeleton h-72" aria-hidden="true" />}
      {kinds && (
        <div className="vg-card vg-prefer-card">
          <div className="vg-prefer-ways" aria-hidden="true"><span>{t("notification.in_app")}</span><span>{t("notification.by_email")}</span></div>
          {GROUPS.map(([group, names]) => (
            <fieldset key={group}>
              <legend>{t.label("notification_word", `group_${group}`)}</legend>
              {names.filter((kind) => kinds[kind]).map((kind) => (
                <div key={kind} className="vg-prefer-row">
                  <Sign kind={kind} size={16} /><span className="vg-prefer-name">{nameOf(t, kind)}</span>
                  {WAYS.map((way) => <Switch key={way} kind={kind} way={way} isOn={kinds[kind][way]} onChange={(change) => save(kind, change)} />)}
                </div>
              ))}
            </fieldset>
          ))}
        </div>
      )}
    </section>
  );
}
