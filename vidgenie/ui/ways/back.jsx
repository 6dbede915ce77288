// On the page of credits: back to what somebody was making when they ran out.
import { useEffect, useState } from "react";
import { ArrowLeft, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Icon } from "../settings/parts.jsx";
import { forgetWay, wayBack } from "./back.js";
import "./ways.css";

export function WayBack() {
  const t = useT();
  const [href, setHref] = useState("");
  useEffect(() => setHref(wayBack()), []);
  if (!href) return null;
  const forget = () => { forgetWay(); setHref(""); };
  return (
    <p className="vg-way-back">
      <a href={href} onClick={forgetWay} data-testid="ways-back"><Icon of={ArrowLeft} />{t("ways.back")}</a>
      <button type="button" className="vg-icon-btn" aria-label={t("shell.dismiss")} title={t("shell.dismiss")} onClick={forget}><Icon of={X} size={15} /></button>
    </p>
  );
}
