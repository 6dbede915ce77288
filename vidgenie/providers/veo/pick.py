"""Which route a key opens, and which one a Job was made on."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from vidgenie.domain.ports.provider import Call, Job
from vidgenie.providers.veo import account
from vidgenie.providers.veo.fal import FalRoute
from vidgenie.providers.veo.gemini import GeminiRoute
from vidgenie.providers.veo.route import Route
from vidgenie.providers.veo.runway import RunwayRoute
from vidgenie.providers.veo.vertex import VertexRoute

_GEMINI = GeminiRoute()
ROUTES: Mapping[str, Route] = MappingProxyType(
    {route.name: route for route in (_GEMINI, VertexRoute(), RunwayRoute(), FalRoute())}
)
# Shapes of keys; services have changed them before, so they are taken generously.
_SHAPES = {
    "runway": re.compile(r"key_[0-9A-Za-z\-]{20,}"),
    "fal": re.compile(r"[0-9a-f]{8}-[0-9a-f\-]{27}:\S+"),
}


def kind_of(key: str) -> str:
    """The route this key opens; whatever has no shape of another's is a Gemini API key."""
    shaped = (name for name, shape in _SHAPES.items() if shape.fullmatch(key))
    return next(shaped, "gemini" if account.read(key) is None else "vertex")


def of_call(call: Call) -> Route:
    """The route of the option `route`, or of the key; key_refused when they do not fit."""
    chosen = call.options.get("route", "auto")
    kind = kind_of(call.key)
    if chosen not in ("auto", "", kind):
        raise ROUTES.get(chosen, _GEMINI).service.rejected("key_refused")
    return ROUTES[kind]


def of_job(job: Job, call: Call) -> tuple[Route, Job]:
    """The route the Job was made on, and the Job with the service's own id.

    Raises ProviderRejected (not_found) when the key is for another route by now.
    """
    name, mark, rest = job.id.partition(":")
    route = ROUTES.get(name) if mark else None
    inner = job if route is None else replace(job, id=rest)
    route = route or _GEMINI
    if kind_of(call.key) != route.name:
        raise route.service.rejected("not_found")
    return route, inner
