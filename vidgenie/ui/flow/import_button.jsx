// Choosing a file to import. Give it what is to look like the button.
import { useRef } from "react";
import { ACCEPTED, importFile } from "./files.js";

export function ImportButton({ className, children, ...rest }) {
  const field = useRef(null);
  const take = (event) => { importFile(event.target.files[0]); event.target.value = ""; };
  return (
    <>
      <button type="button" className={className} onClick={() => field.current.click()} data-testid="import-button" {...rest}>{children}</button>
      <input ref={field} type="file" accept={ACCEPTED} hidden onChange={take} data-testid="import-file" />
    </>
  );
}
