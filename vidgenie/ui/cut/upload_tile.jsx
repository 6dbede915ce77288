// Where files are dropped or chosen, and what is on its way. Also used for logos, music and voices.
import { useEffect, useId, useRef, useState } from "react";
import { CircleAlert, RotateCw, Upload, X } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon, joined } from "../settings/parts.jsx";
import { cancelUpload, retryUpload, sendFile, uploads } from "./uploads.js";

export const megabytes = (t, bytes) => t("cut.megabytes", { n: Math.max(0.1, Math.round(bytes / 1e5) / 10) });

// A place to drop files on. onFiles: FileList or File[].
export function DropZone({ accept, multiple = true, title, text, compact = false, testId, onFiles, children }) {
  const input = useRef(null);
  const [isOver, setOver] = useState(false);
  const take = (event) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer.files.length) onFiles(event.dataTransfer.files);
  };
  return (
    <div className={joined("vg-drop", compact && "vg-drop-compact")} data-over={isOver || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={take}>
      <button type="button" className="vg-drop-main" onClick={() => input.current.click()}>
        <span className="vg-drop-icon"><Icon of={Upload} size={compact ? 17 : 22} /></span>
        <span className="vg-drop-words"><b>{title}</b>{text && <small>{text}</small>}</span>
      </button>
      <input ref={input} type="file" accept={accept} multiple={multiple} hidden data-testid={testId} onChange={(event) => { onFiles([...event.target.files]); event.target.value = ""; }} />
      {children}
    </div>
  );
}

// One file under way, or what went wrong with it and what to do.
function Sending({ one }) {
  const t = useT();
  const percent = Math.round(one.share * 100);
  if (one.state === "failed") {
    return (
      <li className="vg-sending vg-sending-bad" role="alert" data-testid="cut-upload-failed" data-code={one.error.code}>
        <Icon of={CircleAlert} size={18} />
        <div><b>{one.name}</b><p>{t.error(one.error)} {t.remedy(one.error)}</p></div>
        <Button small onClick={() => retryUpload(one.key)}><Icon of={RotateCw} size={14} />{t("cut.retry")}</Button>
        <button type="button" className="vg-icon-btn" onClick={() => cancelUpload(one.key)} aria-label={t("cut.dismiss", { name: one.name })}><Icon of={X} /></button>
      </li>
    );
  }
  const says = { waiting: t("cut.upload_waiting"), sending: t("cut.upload_sending", { percent }), checking: t("cut.upload_checking") }[one.state];
  return (
    <li className="vg-sending" data-testid="cut-upload">
      <div>
        <b>{one.name}</b>
        <p>{says} · {megabytes(t, one.bytes)}</p>
        <div className="vg-bar" data-busy={one.state === "checking" || undefined} role="progressbar" aria-label={one.name} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}><i style={{ width: `${percent}%` }} /></div>
      </div>
      <button type="button" className="vg-icon-btn" onClick={() => cancelUpload(one.key)} aria-label={t("cut.upload_cancel", { name: one.name })}><Icon of={X} /></button>
    </li>
  );
}

export function Uploads() {
  const list = uploads.use();
  const place = useRef(null);
  useEffect(() => { place.current?.lastElementChild?.scrollIntoView({ block: "nearest" }); }, [list.length]);
  if (!list.length) return null;
  return <ul ref={place} className="vg-sendings">{list.map((one) => <Sending key={one.key} one={one} />)}</ul>;
}

// One file of one's own (a voice, a bed, a logo): chosen, sent, shown by `children`, taken away again.
export function OneFile({ accept, label, hint, isTransparent = false, onAsset, testId, children }) {
  const t = useT();
  const id = useId();
  const input = useRef(null);
  const sending = useRef(null);
  const [share, setShare] = useState(null);
  const [error, setError] = useState(null);
  const take = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    setError(null);
    setShare(0);
    const { request, answer } = sendFile(file, setShare, isTransparent);
    sending.current = request;
    const { data, error: problem } = await answer;
    sending.current = null;
    setShare(null);
    if (data) onAsset(data);
    else if (problem.code !== "cancelled") setError(problem);
  };
  return (
    <div className="vg-onefile">
      <input id={id} ref={input} type="file" accept={accept} hidden onChange={take} data-testid={testId} />
      {share === null ? (
        <>{children}<Button small onClick={() => input.current.click()} aria-describedby={hint ? `${id}-hint` : undefined}><Icon of={Upload} size={14} />{label}</Button></>
      ) : (
        <div className="vg-onefile-sending">
          <div className="vg-bar" data-busy={share >= 1 || undefined} role="progressbar" aria-label={label} aria-valuenow={Math.round(share * 100)} aria-valuemin={0} aria-valuemax={100}><i style={{ width: `${share * 100}%` }} /></div>
          <Button small look="quiet" onClick={() => sending.current?.abort()}>{t("settings.cancel")}</Button>
        </div>
      )}
      {hint && !error && share === null && <p id={`${id}-hint`} className="vg-hint">{hint}</p>}
      {error && <p className="vg-field-error" role="alert">{t.error(error)} {t.remedy(error)}</p>}
    </div>
  );
}
