"""Passwords: Argon2id hashes, and which passwords we refuse."""

import base64
import secrets
import threading
import unicodedata
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from vidgenie.errors import InvalidInput

_SHORTEST = 8
_LONGEST = 256
_HASH_BYTES = 32
_SALT_BYTES = 16

# The most common ones of eight characters and more, in English and French.
_COMMON = frozenset(
    """
    00000000 0123456789 0987654321 11111111 111111111 1111111111 11223344 112233445566
    12121212 123123123 12341234 1234512345 12345678 123456789 1234567890 12345678910
    1234qwer 123qweasd 147258369 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 55555555 66666666
    77777777 87654321 88888888 987654321 99999999 a1234567 a12345678 a123456789 aa123456
    aaaaaaaa abcd1234 abcdefgh abcdefghi administrateur administrator admin123 admin1234
    alexander asdf1234 asdfasdf asdfghjk asdfghjkl azerty12 azerty123 azerty1234
    azertyui azertyuiop baseball basketball bienvenue bonjour1 bonjour123 butterfly
    changeme changeme123 charlotte chocolat chocolate computer corvette doudou123
    elizabeth facebook football football1 france98 iloveyou iloveyou1 jennifer jetaime1
    letmein1 letmein123 liverpool loulou123 marseille master123 mercedes michelle
    mot2passe motdepasse motdepasse1 motdepasse123 nintendo p@ssw0rd p@ssword pa55word
    passw0rd passwort password password! password1 password12 password123 password1234
    pokemon1 princess princesse q1w2e3r4 qazwsxedc qwer1234 qwerty12 qwerty123 qwerty1234
    qwertyui qwertyuiop samantha secret123 soleil123 starwars sunshine superman
    test1234 testtest trustno1 vidgenie vidgenie1 vidgenie123 welcome1 welcome123
    whatever william1 zxcvbnm1 zxcvbnm123
    """.split()  # noqa: SIM905  # one word list, not two hundred lines
)


@dataclass(frozen=True)
class Passwords:
    """Hashes and checks passwords, a few at a time: each takes `memory` while it works.

    memory: KiB per hash; passes: how often it is gone over.
    at_once: hashes computed at the same time; others wait.
    """

    memory: int = 64 * 1024
    passes: int = 2
    at_once: int = 2
    _gate: threading.Semaphore = field(init=False, repr=False)
    _hasher: PasswordHasher = field(init=False, repr=False)
    _nobody: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Prepare the hasher, and a hash that no password has."""
        hasher = PasswordHasher(
            time_cost=self.passes,
            memory_cost=self.memory,
            parallelism=1,
            hash_len=_HASH_BYTES,
            salt_len=_SALT_BYTES,
        )
        salt, digest = (_encoded(secrets.token_bytes(n)) for n in (_SALT_BYTES, _HASH_BYTES))
        settings = f"m={self.memory},t={self.passes},p=1"
        object.__setattr__(self, "_gate", threading.BoundedSemaphore(self.at_once))
        object.__setattr__(self, "_hasher", hasher)
        object.__setattr__(self, "_nobody", f"$argon2id$v=19${settings}${salt}${digest}")

    def hash(self, password: str) -> str:
        """The hash to store."""
        with self._gate:
            return self._hasher.hash(_bytes(password))

    def is_right(self, password: str, password_hash: str | None) -> bool:
        """Whether the password has this hash; None (nobody) takes as long and is never right."""
        given = _bytes(password if len(password) <= _LONGEST else "")
        with self._gate:
            try:
                self._hasher.verify(password_hash or self._nobody, given)
            except (VerificationError, InvalidHashError):
                return False
        return password_hash is not None

    def is_dated(self, password_hash: str) -> bool:
        """Whether the hash was made with other settings than today's."""
        return self._hasher.check_needs_rehash(password_hash)


def check_password(password: str, *, email: str) -> None:
    """Raise InvalidInput for a password we do not take."""
    if not _SHORTEST <= len(password) <= _LONGEST:
        problem = "too_short" if len(password) < _SHORTEST else "too_long"
        raise InvalidInput(
            f"A password has {_SHORTEST} to {_LONGEST} characters.",
            field="password",
            problem=problem,
            min=_SHORTEST,
            max=_LONGEST,
        )
    if password.strip().casefold() == email:
        raise InvalidInput(
            "Choose a password that is not your e-mail address.",
            field="password",
            problem="same_as_email",
        )
    if password.casefold() in _COMMON:
        raise InvalidInput(
            "Many people use this password: choose another one.",
            field="password",
            problem="too_common",
        )


def _bytes(password: str) -> bytes:
    """The same bytes for the same password, however a keyboard composes its accents."""
    return unicodedata.normalize("NFKC", password).encode(errors="surrogatepass")


def _encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")
