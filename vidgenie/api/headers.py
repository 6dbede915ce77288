"""Security and cache headers, and the content security policy of the exported pages."""

import base64
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import MutableHeaders

from vidgenie.api.origins import websocket_origins

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_DRAWING = f"{_NOTHING}; style-src 'unsafe-inline'"
# A worker obeys the policy of its own script. One of ours computes Argon2 in WebAssembly,
# which pages may not: it can neither load nor send anything else.
_WORKER = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
_ONE_YEAR = 31_536_000  # seconds


@dataclass(frozen=True, slots=True)
class Site:
    """What the exported pages are made of.

    pages: paths that have a page of their own, without a slash at the end.
    scripts: 'sha256-...' of every inline script, sorted.
    """

    pages: frozenset[str]
    scripts: tuple[str, ...]

    @classmethod
    def read(cls, folder: Path) -> "Site":
        """The site in a folder; a folder that is not there is an empty site."""
        files = sorted(folder.rglob("*.html"))
        paths = {path.parent.relative_to(folder).as_posix() for path in folder.rglob("index.html")}
        scripts = {
            _hash(body)
            for path in files
            for body in _INLINE_SCRIPT.findall(path.read_text(encoding="utf-8"))
            if body
        }
        return cls(
            pages=frozenset(f"/{path}" for path in paths if path != "."),
            scripts=tuple(sorted(scripts)),
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """The headers an answer leaves with."""

    site: Site
    origins: frozenset[str]
    https: bool

    def apply(self, headers: MutableHeaders, *, path: str, status: int, origin: str) -> None:
        """Add what is missing; what a route said itself stands.

        origin: of the request, "" when it had none; others read nothing of ours.
        """
        for name, value in _ALWAYS.items():
            headers.setdefault(name, value)
        if self.https:
            headers.setdefault("strict-transport-security", f"max-age={_ONE_YEAR}")
        kind = headers.get("content-type", "") or _kind(path, status)
        headers.setdefault("content-security-policy", self._security_policy(kind))
        if path.startswith("/assets/") and status in (200, 206, 304):
            headers["cache-control"] = f"public, max-age={_ONE_YEAR}, immutable"
        headers.setdefault("cache-control", "no-store" if path.startswith("/api/") else "no-cache")
        if origin not in self.origins:
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]

    def _security_policy(self, kind: str) -> str:
        """What an answer of this media type may do, should a browser open it on its own."""
        if kind.startswith("text/html"):
            return self.content_security_policy
        if "javascript" in kind:
            return _WORKER
        return _DRAWING if kind.startswith("image/svg") else _NOTHING

    @property
    def content_security_policy(self) -> str:
        """Our own scripts and nothing else: no eval, no other host; styles may be inline."""
        directives = {
            "default-src": ["'self'"],
            "script-src": ["'self'", *self.site.scripts],
            "style-src": ["'self'", "'unsafe-inline'"],
            "img-src": ["'self'", "data:", "blob:"],
            "media-src": ["'self'", "blob:"],
            "font-src": ["'self'", "data:"],
            "connect-src": ["'self'", *websocket_origins(self.origins)],
            "worker-src": ["'self'", "blob:"],
            "object-src": ["'none'"],
            "base-uri": ["'none'"],
            "form-action": ["'self'"],
            "frame-ancestors": ["'none'"],
        }
        return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def _kind(path: str, status: int) -> str:
    """The media type of an answer that does not say.

    304 stands for what the browser has, and its headers replace the old ones.
    """
    if status != 304 or path.startswith(("/api/", "/media/")):
        return ""
    return mimetypes.guess_type(path)[0] or "text/html"


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
