"""What looks like a secret, whoever it belongs to: shapes of keys, headers, signed links."""

import re

# A key begins where a word begins, or right after an escape: \n, %20, =3D.
_BEGIN = r"(?:(?<![A-Za-z0-9])|(?<=\\[nrt])|(?<=%[0-9A-Fa-f]{2}))"
_KEYS = {
    "sk-": r"sk-[A-Za-z0-9_\-]{16,}",
    "sk_": r"sk_[A-Za-z0-9]{20,}|sk_(?:live|test)_[A-Za-z0-9]{10,}",
    "rk_": r"rk_(?:live|test)_[A-Za-z0-9]{10,}",
    "pk_": r"pk_(?:live|test)_[A-Za-z0-9]{10,}",
    "whsec_": r"whsec_[A-Za-z0-9+/=]{16,}",
    "AIza": r"AIza[0-9A-Za-z_\-]{30,}",
    "AQ.": r"AQ\.[0-9A-Za-z_\-]{30,}",
    "ya29.": r"ya29\.[0-9A-Za-z_\-]{20,}",
    "luma-": r"luma-[A-Za-z0-9_\-]{20,}",
    "key_": r"key_[0-9a-f]{60,}",
    "xox": r"xox[baprs]-[A-Za-z0-9\-]{10,}",
    "gh": r"gh[pousr]_[A-Za-z0-9]{30,}",
    "AKIA": r"AKIA[0-9A-Z]{16}",
    "vg_": r"vg_[a-z]+_[A-Za-z0-9_\-]{20,}",
    "eyJ": r"eyJ[A-Za-z0-9_\-]{10,}\.eyJ[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-]+",
}
_KEY = re.compile(_BEGIN + "(?:" + "|".join(_KEYS.values()) + ")")
_BEGINNINGS = tuple(_KEYS)

# Signed links, ours (/media/...?s=) and everybody's, and links in e-mails (#token=).
_PARAMETER = re.compile(
    r"((?:[?&#;]|%3[Ff]|%26|%23)"
    r"(?:key|api_?key|token|access_token|refresh_token|id_token|code|password|secret|client_secret"
    r"|s|sig|signature|policy|x-(?:amz|goog)-(?:signature|credential|security-token))"
    r"(?:=|%3[Dd]))[^&\s\"'<>]+",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"((?:authorization|x-api-key|x-goog-api-key|xi-api-key|x-key|api-key|cookie)"
    r"(?:\\?[\"']\s*[:=,]|\s*[:=])\s*(?:b(?=[\"']))?(?:\\?[\"'])?)([^\"'\r\n]+)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"\b(bearer|basic)(\s+)[A-Za-z0-9._~+/=\-]{8,}", re.IGNORECASE)
_USERINFO = re.compile(r"(://)[^\s/@\"']*:[^\s/@\"']*@")
_PEM = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL
)
# fal.ai: an id and a secret.
_PAIR = re.compile(
    _BEGIN + r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}:[0-9a-f]{24,}"
)
_SESSION = re.compile(r"(vg_session=)[^;\s\"']+")


def hide_shapes(text: str) -> str:
    """The text with [key] for whatever looks like a secret."""
    if any(beginning in text for beginning in _BEGINNINGS):
        text = _KEY.sub("[key]", text)
        text = _SESSION.sub(r"\1[key]", text)
    if "PRIVATE KEY-----" in text:
        text = _PEM.sub("[key]", text)
    if ":" in text:
        text = _PAIR.sub("[key]", text)
    if "=" in text or "%3" in text:
        text = _PARAMETER.sub(r"\1[key]", text)
    if "@" in text:
        text = _USERINFO.sub(r"\1[key]@", text)
    lower = text.lower()
    if "bearer" in lower or "basic" in lower:
        text = _SCHEME.sub(r"\1\2[key]", text)
    if "authorization" in lower or "-key" in lower or "cookie" in lower:
        text = _HEADER.sub(r"\1[key]", text)
    return text
