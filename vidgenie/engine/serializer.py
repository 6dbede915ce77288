"""What DBOS may write down: small JSON without secrets; errors redacted, never refused."""

import json
import re
from typing import cast

from dbos import DBOSPortableJSONSerializer

from vidgenie.errors import PlatformError, VidGenieError, revive

MAX_BYTES = 256 * 1024
_SECRET = re.compile(
    r"\b(?:sk|pk|rk|key|luma|vg_live)[-_][A-Za-z0-9_\-]{16,}"
    r"|\bAKIA[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_\-]{30,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bBearer\s+[A-Za-z0-9._\-]{16,}"
)


class SecretRefused(ValueError):
    """Something that looks like a secret, or is too large, was about to be stored."""


class GuardSerializer(DBOSPortableJSONSerializer):
    """JSON for workflow inputs, outputs and steps.

    A value that looks like a secret or exceeds 256 kB is refused. An exception is
    redacted instead: refusing one would leave its workflow pending for ever.
    """

    def name(self) -> str:
        """Stored beside each value."""
        return "vidgenie_json"

    def serialize(self, value: object) -> str:
        """JSON text. Raises SecretRefused."""
        if isinstance(value, BaseException):
            return json.dumps({"__error__": _described(value)})
        text = super().serialize(value)
        if len(text) > MAX_BYTES:
            raise SecretRefused(f"a workflow value has {len(text)} characters")
        if _SECRET.search(text):
            raise SecretRefused("a workflow value looks like it holds a secret")
        return text

    def deserialize(self, text: str | None) -> object:
        """The value, or the error, that was written."""
        value: object = super().deserialize(text)
        if isinstance(value, dict) and "__error__" in cast("dict[str, object]", value):
            return revive(cast("dict[str, object]", value["__error__"]))
        return cast("object", value)


def redacted(text: str) -> str:
    """The text with everything that looks like a secret taken out, at most 500 characters."""
    return _SECRET.sub("[redacted]", text)[:500]


def _described(error: BaseException) -> dict[str, object]:
    if isinstance(error, VidGenieError):
        return {**error.to_dict(), "error": redacted(str(error))}
    name = type(error).__name__
    return {"code": PlatformError.code, "error": redacted(f"{name}: {error}"), "type": name}
