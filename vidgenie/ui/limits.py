"""How many events a session may send: more are dropped, and the person is told once."""

import math

from reflex.app import App
from reflex.event import Event
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate

from vidgenie.accounts.throttle import Limit
from vidgenie.errors import TooManyAttempts
from vidgenie.services.limits import EVENTS, EVENTS_IP
from vidgenie.services.meter import Meter
from vidgenie.ui.session import session_cookie
from vidgenie.ui.toast import tell_problem

# Who goes on and on is told again every few seconds, not at each event.
_TOLD = Limit("told", burst=1, interval=5.0)


class EventLimit(Middleware):
    """Drops the events of a session, or of an address, beyond what people do.

    Belongs behind SameSession: what it sends must be the State of this session.
    """

    def __init__(self, session: Limit = EVENTS, address: Limit = EVENTS_IP) -> None:
        self._by_session = Meter(session)
        self._by_address = Meter(address)
        self._told = Meter(_TOLD)

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:
        """Runs before every event. An update instead of None means that it goes no further."""
        del app, event
        ip = state.router.session.client_ip
        # Without a cookie there is only the address: it may belong to many people.
        cookie = session_cookie(state)
        wait = self._by_session.wait(f"{cookie} {ip}") if cookie else 0.0
        wait = wait or self._by_address.wait(ip)
        if not wait:
            return None
        if self._told.wait(f"{cookie} {ip}"):
            return StateUpdate()
        await tell_problem(state, TooManyAttempts(retry_after=math.ceil(wait)))
        root = state._get_root_state()  # noqa: SLF001  # as Reflex does after an event
        delta = await root._get_resolved_delta()  # noqa: SLF001  # as above
        root._clean()  # noqa: SLF001  # as above
        return StateUpdate(delta=delta)
