// A field for a secret: masked, with an eye that shows what is typed now. What was stored earlier
// never comes back from the server, so there is nothing else it could show.
import { forwardRef, useEffect, useState } from "react";
import { Eye, EyeOff } from "lucide-react";

const SHOWN_FOR = 30000; // ms

// Password managers would offer to keep a provider's key as the password of this site.
const LEFT_ALONE = { autoComplete: "off", autoCapitalize: "none", autoCorrect: "off", spellCheck: false, "data-1p-ignore": "", "data-lpignore": "true", "data-bwignore": "" };

export const SecretInput = forwardRef(function SecretInput({ id, value, isInvalid, describedBy, texts, testId, ...input }, ref) {
  const [isShown, setShown] = useState(false);
  const canShow = value !== "";
  // Nobody leaves a key in plain sight: it hides when it is gone, after a while, and with the page.
  useEffect(() => { if (!canShow) setShown(false); }, [canShow]);
  useEffect(() => {
    if (!isShown) return undefined;
    const hide = () => setShown(false);
    const timer = setTimeout(hide, SHOWN_FOR);
    document.addEventListener("visibilitychange", hide);
    return () => { clearTimeout(timer); document.removeEventListener("visibilitychange", hide); };
  }, [isShown]);
  return (
    <div className="vg-secret-input">
      <input ref={ref} id={id} className="vg-input" type={isShown ? "text" : "password"} value={value} aria-invalid={isInvalid} aria-describedby={describedBy}
        data-testid={`${testId}-input`} {...LEFT_ALONE} {...input} />
      <button type="button" className="vg-icon-btn" aria-pressed={isShown} aria-label={isShown ? texts.hide : texts.reveal} title={canShow ? (isShown ? texts.hide : texts.reveal) : texts.nothing}
        disabled={!canShow} onMouseDown={(event) => event.preventDefault()} onClick={() => setShown(!isShown)} data-testid={`${testId}-reveal`}>
        {isShown ? <EyeOff size={17} aria-hidden="true" /> : <Eye size={17} aria-hidden="true" />}
      </button>
    </div>
  );
});
