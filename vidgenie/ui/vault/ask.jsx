// Dialogs of the vault from anywhere: `await ask("unlock")` is true when it was done, false when it was closed.
import { createRoot } from "react-dom/client";
import { ChangeDialog, RemoveDialog, SetupDialog } from "./setup.jsx";
import { UnlockDialog } from "./unlock.jsx";

const DIALOGS = { unlock: UnlockDialog, create: SetupDialog, change: ChangeDialog, remove: RemoveDialog };

let open = null; // of the one that is shown: two would ask for the same

export const ask = (kind, props = {}) => {
  if (open?.kind === kind) return open.answer;
  const place = document.body.appendChild(document.createElement("div"));
  const root = createRoot(place);
  let close;
  const answer = new Promise((resolve) => {
    close = () => resolve(false);
    const Dialog = DIALOGS[kind];
    root.render(<Dialog {...props} onDone={() => resolve(true)} onClose={close} />);
  }).finally(() => {
    if (open?.answer === answer) open = null;
    root.unmount();
    place.remove();
  });
  open = { kind, answer, close };
  return answer;
};

// Nobody needs the answer any more.
export const dismiss = (kind) => {
  if (open?.kind === kind) open.close();
};
