"""One-time codes: RFC 6238, six digits, a new one every 30 seconds."""

import base64
import re
import secrets
from datetime import datetime

from pyotp.totp import TOTP

STEP = 30  # seconds
_ISSUER = "VidGenie"
_DIGITS = re.compile(r"[0-9]{6}")
_SPACES = re.compile(r"[\s-]")


def new_secret() -> str:
    """A secret to share with an authenticator app: 160 bits, base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def address(secret: str, *, email: str) -> str:
    """What the QR code holds: otpauth://totp/..."""
    return TOTP(secret).provisioning_uri(name=email, issuer_name=_ISSUER)


def steps(secret: str, code: str, *, now: datetime) -> list[int]:
    """The steps whose code this is: the present one, the one before and the one after, if any.

    Clocks differ, and typing takes time.
    """
    typed = _SPACES.sub("", code)
    if not _DIGITS.fullmatch(typed):
        return []
    present = int(now.timestamp()) // STEP
    otp = TOTP(secret)
    return [
        step
        for step in (present - 1, present, present + 1)
        if secrets.compare_digest(otp.generate_otp(step), typed)
    ]
