// Somebody's credits: found by their address; what is there, what happened, and what an admin can do about it.
import { useEffect, useState } from "react";
import { Search } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Field, Problem } from "../settings/parts.jsx";
import { useAction } from "../settings/rest.js";
import { Book } from "./book.jsx";
import { call } from "./rest.js";
import "../settings/settings.css";
import "./admin.css";

const asked = () => new URLSearchParams(window.location.search).get("email") ?? "";

export function AdminCredits() {
  const t = useT();
  const [email, setEmail] = useState("");
  const [book, setBook] = useState(null);
  const { isBusy, error, run } = useAction();
  const find = async (address) => {
    const found = await run(() => call("GET", `/api/admin/credits?email=${encodeURIComponent(address)}`));
    setBook(found);
    if (found) window.history.replaceState(window.history.state, "", `?email=${encodeURIComponent(found.email)}`);
  };
  // A link, or a page that is loaded again, shows whom it is about.
  useEffect(() => {
    if (!asked()) return;
    setEmail(asked());
    find(asked());
  }, []);
  useEffect(() => {
    if (error?.code === "not_signed_in") window.location.assign("/login?next=/admin/credits");
    if (error?.problem === "totp_required") window.location.assign("/settings#second-factor");
  }, [error]);
  const submit = (event) => {
    event.preventDefault();
    find(email);
  };
  return (
    <div className="vg-ad">
      <form className="vg-card vg-ad-find" onSubmit={submit} role="search">
        <Field label={t("admin.email")} type="email" required maxLength={254} autoComplete="off" value={email} onChange={(event) => setEmail(event.target.value)} testId="credits-email" />
        <Button type="submit" look="primary" busy={isBusy} testId="credits-find"><Search size={16} aria-hidden="true" />{t("admin.find")}</Button>
      </form>
      <Problem error={error} testId="admin-error" />
      {book && <Book key={book.id} book={book} onChanged={setBook} />}
    </div>
  );
}
