// Prices of actions and what is for sale: today's, those to come, and how they came to be.
import { Fragment, useRef, useState } from "react";
import { Pencil, Plus } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Dialog } from "../dialog/dialog.jsx";
import { Button, Problem, Waiting } from "../settings/parts.jsx";
import { useAction } from "../settings/rest.js";
import { PriceDialog } from "./price_dialog.jsx";
import { Products } from "./products.jsx";
import { call, useAdmin } from "./rest.js";
import { Next, Versions } from "./versions.jsx";
import { actionName, ANY, current, dateOf, KINDS, kindOf, providerName } from "./words.js";
import "../settings/settings.css";
import "./admin.css";

export function AdminPrices() {
  const t = useT();
  const [tariff, error, reload] = useAdmin("/api/admin/prices");
  const [edited, setEdited] = useState(null);
  const { isBusy, error: problem, run } = useAction();
  const cancel = async (id) => {
    const isGone = await run(() => call("DELETE", `/api/admin/prices/versions/${id}`));
    reload();
    return Boolean(isGone);
  };
  if (!tariff) return error ? <div className="mt-6"><Problem error={error} testId="admin-error" /></div> : <Waiting tall={6} />;
  const groups = [...KINDS.map((kind) => [kind, tariff.items.filter(({ action }) => action !== ANY && kindOf(action) === kind)]), ["any", tariff.items.filter(({ action }) => action === ANY)]];
  const saved = () => { setEdited(null); reload(); };
  return (
    <div className="vg-ad">
      <section aria-labelledby="prices-title">
        <header className="vg-ad-head">
          <div><h2 id="prices-title">{t("admin.actions")}</h2><p>{t("admin.actions_text")}</p></div>
          <Button look="primary" onClick={() => setEdited({})} testId="price-new"><Plus size={16} aria-hidden="true" />{t("admin.new_price")}</Button>
        </header>
        <Problem error={problem} />
        <div className="vg-card vg-ad-sheet">
          <table className="vg-ad-table" data-testid="prices-table">
            <caption className="vg-sr">{t("admin.actions")}</caption>
            <thead><tr><th scope="col">{t("admin.action")}</th><th scope="col">{t("admin.provider")}</th><th scope="col">{t("admin.today")}</th><th scope="col">{t("admin.soon")}</th><th scope="col"><span className="vg-sr">{t("admin.edit")}</span></th></tr></thead>
            {groups.filter(([, items]) => items.length).map(([kind, items]) => (
              <tbody key={kind}>
                <tr className="vg-ad-group"><th colSpan={5} scope="rowgroup">{t.label("admin_word", `kind_${kind}`)}</th></tr>
                {[...items].sort(byPlace).map((item) => <Row key={`${item.provider} ${item.action}`} item={item} makers={tariff.makers} busy={isBusy} onEdit={() => setEdited(item)} onCancel={cancel} />)}
              </tbody>
            ))}
          </table>
        </div>
      </section>
      <Products />
      <Dialog open={Boolean(edited)} label={edited?.action ? t("admin.edit_of", { what: `${actionName(t, edited.action)}, ${providerName(t, edited.provider, tariff.makers)}` }) : t("admin.new_price")} onClose={() => setEdited(null)}>
        {edited && <PriceDialog price={edited} makers={tariff.makers} onSaved={saved} onClose={() => setEdited(null)} />}
      </Dialog>
    </div>
  );
}

// By action, small ones first; what holds for every Provider before what holds for one.
const sizeOf = (action) => Number(action.split(".")[1] ?? 0);
const byPlace = (one, other) =>
  sizeOf(one.action) - sizeOf(other.action) || one.action.localeCompare(other.action) || Number(one.provider !== ANY) - Number(other.provider !== ANY) || one.provider.localeCompare(other.provider);

function Row({ item, makers, busy, onEdit, onCancel }) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const history = useRef(null);
  // What was cancelled is gone: the keyboard goes on where it was opened.
  const cancel = async (id) => { if (await onCancel(id)) history.current?.focus(); };
  const say = ({ credits }) => (credits === null ? t("admin.no_own_price") : t("credits.count", { n: credits }));
  const name = actionName(t, item.action);
  const place = providerName(t, item.provider, makers);
  const now = current(item.versions);
  const isOwn = item.provider !== ANY;
  return (
    <Fragment>
      <tr data-testid={`price-row-${item.provider}-${item.action}`} data-credits={item.credits ?? ""}>
        <th scope="row" className={isOwn && item.action !== ANY ? "vg-ad-own" : undefined}>{name}</th>
        <td className="vg-ad-where">{place}</td>
        <td className="vg-ad-now"><b className="vg-num">{say(item)}</b>{now && <small>{t("admin.since", { date: dateOf(t, now.startsAt) })}</small>}</td>
        <td className="vg-ad-soon"><Next versions={item.versions} say={say} /></td>
        <td className="vg-ad-acts">
          <Button ref={history} small look="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} aria-label={t("admin.history_of", { what: `${name}, ${place}` })} testId="price-history">{t("admin.history")}</Button>
          <Button small onClick={onEdit} aria-label={t("admin.edit_of", { what: `${name}, ${place}` })} testId="price-edit"><Pencil size={14} aria-hidden="true" />{t("admin.edit")}</Button>
        </td>
      </tr>
      {isOpen && <tr className="vg-ad-more"><td colSpan={5}><Versions versions={item.versions} say={say} busy={busy} onCancel={cancel} label={t("admin.history_of", { what: `${name}, ${place}` })} /></td></tr>}
    </Fragment>
  );
}
