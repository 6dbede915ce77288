"""960 log-ins at once, from 16 threads: the burst passes, and not one more."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.services.town import Clock, build
from vidgenie.accounts.passwords import Passwords
from vidgenie.errors import TooManyAttempts, WrongCredentials
from vidgenie.settings import Settings

BURST = 10


@dataclass(frozen=True)
class Counting(Passwords):
    """Counts how often a password is looked at."""

    looked: list[str] = field(default_factory=list)

    def is_right(self, password, password_hash):
        self.looked.append(password)
        return super().is_right(password, password_hash)


def test_of_960_at_once_exactly_the_burst_reaches_the_password(transaction, reading):
    passwords = Counting(memory=64, passes=1)
    town = build(
        transaction,
        reading,
        Clock(),
        passwords=passwords,
        settings=Settings(login_burst=BURST),
    )
    town.accounts.register("ana@example.org", "correct horse")

    def attempt(number):
        try:
            town.accounts.login("ana@example.org", "wrong horse", ip=f"10.0.{number // 90}.1")
        except (WrongCredentials, TooManyAttempts) as error:
            return type(error)

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(attempt, range(960)))

    assert outcomes.count(WrongCredentials) == BURST
    assert outcomes.count(TooManyAttempts) == 960 - BURST
    assert len(passwords.looked) == BURST
