"""Where a script works: the services of this process, and the Account it works for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from vidgenie import bootstrap
from vidgenie.bootstrap import Services
from vidgenie.domain.account import Account
from vidgenie.services.setup import migrate
from vidgenie.studio.background import Background

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Workplace:
    """The services, an Account, and the engine that executes while somebody waits."""

    services: Services
    account: Account
    background: Background

    def wait(self, work: Callable[[], Awaitable[T]]) -> T:
        """What `work` comes to, on the engine's own event loop, while Runs are executed."""

        async def begun() -> T:
            return await work()

        return self.background.call(begun())


class _Held:
    """What this process works with."""

    current: Workplace | None = None


def connect(account: str = "") -> Workplace:
    """Work for the Account with this e-mail address from now on.

    Nothing has to be called before the other functions of `vidgenie.studio`: without it they
    work for the Account of the command line, which has no limit of credits, keys from the
    environment, and nobody can sign in to. Only who can read the data folder gets here, so no
    password is asked for. The data folder is VIDGENIE_HOME, as for the server.
    Raises NotFound when nobody has this address, and VaultLocked.
    """
    services = bootstrap.services()
    held = _Held.current
    if held is None or held.services is not services:
        close()
        migrate(services.settings)
        services.vault_master.start()
        background = Background(services.engine)
    else:
        background = held.background
    found = services.accounts.find(account) if account else services.accounts.operator()
    _Held.current = Workplace(services, found, background)
    return _Held.current


def workplace() -> Workplace:
    """Where this process works, as `connect` left it."""
    return _Held.current or connect()


def close() -> None:
    """Stop executing Runs in this process; the end of the interpreter does it, too.

    What is under way is not lost: it goes on with the next call, here or in a server.
    """
    held, _Held.current = _Held.current, None
    if held is not None:
        held.background.stop()
