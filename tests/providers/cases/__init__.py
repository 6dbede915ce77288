"""What the shared tests know of each Provider: one file per slug; one without a file fails.

A file declares CASES: kind -> Case.
"""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.provider import Call, Provider
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.domain.ports.text import EnhanceRequest
from vidgenie.domain.ports.video import ClipRequest

Request = EnhanceRequest | ImageRequest | ClipRequest | SpeechRequest
LEFT_OUT = object()
"""In `Golden.but`: the recording has it, our request does not."""


@dataclass(frozen=True)
class Golden:
    """A request as the service's own SDK sent it, and ours beside it.

    name: in recorded_requests.json.
    ask: makes our adapter send the same request: (Provider, Call) -> anything.
    but: what differs on purpose, as {"path.to.field": what ours says instead}.
    """

    name: str
    ask: Callable[[Any, Call], Awaitable[object]]
    but: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A request the Provider can fulfil, and one it cannot; and who else judges it.

    refused: one that `check` refuses. sees_credit: whether the free question about the
        key tells that there is no credit.
    service: file in tests/support/services that plays it; "" = the slug its key is under.
    options: for `Call.options`.
    misses: behaviours of the fake (see `fake_services.BEHAVIOURS`) this service cannot show.
    takes_words: False when it makes everything from a picture alone.
    golden: recorded requests it is held to.
    spec: file in tests/specs its requests are judged by, "" when none was published.
    referee: speaks to the fake with the service's own SDK, strictly: (base URL, key).
    """

    request: Request
    refused: Request | None = None
    sees_credit: bool = True
    service: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    misses: frozenset[str] = frozenset()
    takes_words: bool = True
    golden: tuple[Golden, ...] = ()
    spec: str = ""
    referee: Callable[[str, str], object] | None = None

    def played_by(self, provider: Provider) -> str:
        """The fake service to ask."""
        return self.service or provider.key_slug


PICTURE = ImageRequest("a heron at dawn", size=(512, 512), quality="standard", seed=7)
CLIP = ClipRequest("a heron at dawn", seconds=3, size=(360, 640), seed=7)
SPEECH = SpeechRequest("A heron at dawn.", language="en")


def found() -> dict[tuple[str, str], Case]:
    """(kind, slug) -> Case."""
    return {
        (kind, info.name): case
        for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name)
        for kind, case in importlib.import_module(f"{__name__}.{info.name}").CASES.items()
    }
