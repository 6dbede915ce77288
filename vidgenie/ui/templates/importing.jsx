// A Template of a file: chosen, or dropped anywhere on the page.
import { useEffect, useRef, useState } from "react";
import { Upload } from "lucide-react";
import { useT } from "$/utils/vidgenie_i18n";
import { Button, Icon } from "../settings/parts.jsx";
import { call } from "../settings/rest.js";

const LARGEST = 1_000_000; // bytes, as the server takes them

const sent = async (file) => {
  if (file.size > LARGEST) return { error: { code: "too_large", limit: LARGEST } };
  let data = null;
  try { data = JSON.parse(await file.text()); } catch { /* told as any other file that is none */ }
  if (data === null || typeof data !== "object" || Array.isArray(data)) return { error: { code: "invalid_input", field: "data", problem: "not_a_template" } };
  return call("POST", "/api/templates/import", { data });
};

// onDone({data} or {error}) for the file that was brought.
export function useImport(onDone) {
  const [isBusy, setBusy] = useState(false);
  const [isOver, setOver] = useState(false);
  const take = async (file) => {
    if (!file || isBusy) return;
    setBusy(true);
    const answer = await sent(file);
    setBusy(false);
    onDone(answer);
  };
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const drop = {
    onDragOver: (event) => { if (hasFiles(event)) { event.preventDefault(); setOver(true); } },
    onDragLeave: (event) => { if (!event.currentTarget.contains(event.relatedTarget)) setOver(false); },
    onDrop: (event) => { if (hasFiles(event)) { event.preventDefault(); setOver(false); take(event.dataTransfer.files[0]); } },
  };
  return { isBusy, isOver, take, drop };
}

export function ImportButton({ busy, onFile }) {
  const t = useT();
  const input = useRef(null);
  const [isThere, setThere] = useState(false);
  useEffect(() => setThere(true), []);
  return (
    <>
      <input ref={input} type="file" accept="application/json,.json" hidden onChange={(event) => { onFile(event.target.files[0]); event.target.value = ""; }} data-testid="template-import-file" />
      <Button busy={busy} disabled={!isThere} onClick={() => input.current.click()} testId="template-import"><Icon of={Upload} />{t("templates.import")}</Button>
    </>
  );
}
