"""Links to stored files that work without a cookie, for a while."""

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass

_HOUR = 3600
_DAY = 24 * _HOUR


@dataclass(frozen=True, slots=True)
class Links:
    """Signs links and checks them.

    secret: the same for every process of the installation.
    clock: seconds since 1970.
    """

    secret: bytes
    clock: Callable[[], float] = time.time

    def sign(self, name: str, *, download: bool = False, run: str = "") -> str:
        """The path of a file's link: good for 24 hours at least, the same for an hour at a time.

        A link that stays the same lets browsers keep the file.

        run: the Run whose receipt the file is handed out with.
        """
        expires = (int(self.clock()) // _HOUR + 1) * _HOUR + _DAY
        link = f"/media/{name}?e={expires}&s={self._signature(name, expires, run)}"
        link = f"{link}&r={run}" if run else link
        return f"{link}&d=1" if download else link

    def is_good(self, name: str, *, signature: str, expires: int, run: str = "") -> bool:
        """Whether we signed this name and the link is still good."""
        signed = self._signature(name, expires, run)
        right = hmac.compare_digest(signed.encode(), signature.encode())
        return right and self.clock() < expires

    def _signature(self, name: str, expires: int, run: str) -> str:
        message = "\n".join(["media", name, str(expires), *filter(None, [run])]).encode()
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()
