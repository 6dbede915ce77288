"""What can be asked for on each route, and what it costs there."""

from vidgenie.domain.ports.declared import Cost, Usage, VideoModel
from vidgenie.domain.ports.video import ClipRequest

HD, TALL, SMALL = (1080, 1920), (720, 1280), (360, 640)
NAMES = {SMALL: "360p", TALL: "720p", HD: "1080p"}
_HD_SECONDS = 8  # Veo makes 1080p of this length only
_MOST_TEXT = 10_000
# Runway takes 1000, and we add a sentence or two.
_RUNWAY_TEXT = 800


def _omni(name: str, longest: int) -> VideoModel:
    lengths = tuple(range(3, longest + 1))
    return VideoModel(
        name, seconds=lengths, sizes=(SMALL, TALL, HD), sound="always", prompt_limit=_MOST_TEXT
    )


def _veo(name: str, prompt_limit: int = _MOST_TEXT) -> VideoModel:
    return VideoModel(
        name, seconds=(4, 6, 8), sizes=(TALL, HD), sound="choice", prompt_limit=prompt_limit
    )


GEMINI = (_omni("gemini-omni-1.2-flash", 15), _omni("gemini-omni-1.1-flash", 10))
VERTEX = (
    _veo("veo-3.1-fast-generate-001"),
    _veo("veo-3.1-generate-001"),
    _veo("veo-3.1-lite-generate-001"),
)
RUNWAY = (_veo("veo3.1_fast", _RUNWAY_TEXT), _veo("veo3.1", _RUNWAY_TEXT))
FAL = (_veo("fal-ai/veo3.1/fast"), _veo("fal-ai/veo3.1"), _veo("fal-ai/veo3.1/lite"))
MODELS = GEMINI + VERTEX + RUNWAY + FAL

_RESELLER = "a reseller quoting Google, +-30 %"
_GOOGLE = "third parties quoting the Gemini API's list; Vertex may differ"
_OF_RUNWAY = "third parties quoting Runway's list"
_LISTS = (
    ("2026-11-01", _RESELLER, GEMINI[0], {"1080p": 105_000, "720p": 70_000, "360p": 23_000}),
    ("2026-08-28", _RESELLER, GEMINI[1], {"1080p": 150_000, "720p": 100_000, "360p": 30_000}),
    ("2026-07-09", _GOOGLE, VERTEX[0], {"1080p": 120_000, "720p": 100_000}),
    ("2026-07-09", _GOOGLE, VERTEX[1], {"1080p": 400_000, "720p": 400_000}),
    ("2026-07-09", _GOOGLE, VERTEX[2], {"1080p": 80_000, "720p": 50_000}),
    ("2026-04-01", _OF_RUNWAY, RUNWAY[0], {"sound": 150_000, "silent": 100_000}),
    ("2026-04-01", _OF_RUNWAY, RUNWAY[1], {"sound": 400_000, "silent": 200_000}),
    ("2026-11-21", "fal.ai, Veo 3 Fast", FAL[0], {"sound": 150_000, "silent": 100_000}),
    ("2026-11-21", "its page at fal.ai", FAL[1], {"sound": 400_000, "silent": 200_000}),
    ("2026-07-09", _GOOGLE, FAL[2], {"1080p": 80_000, "720p": 50_000}),
)
COSTS = tuple(
    Cost(price, "second", as_of, model.name, what, source)
    for as_of, source, model, prices in _LISTS
    for what, price in prices.items()
)
_WITH_SOUND = frozenset({model.name for model in (*RUNWAY, FAL[0], FAL[1])})


def made(model: VideoModel, size: tuple[int, int], seconds: int) -> tuple[int, int]:
    """The size that is asked for: the smallest that covers `size`, else the largest.

    seconds: that are asked for. Short clips of Veo come at 720p and are scaled up: asking
    for 8 s would cost more than half as much again.
    """
    is_short = "veo" in model.name and seconds < _HD_SECONDS
    known = [own for own in model.sizes if own != HD or not is_short]
    covering = (own for own in known if own[0] >= size[0] and own[1] >= size[1])
    return next(covering, known[-1])


def usage(model: VideoModel, request: ClipRequest) -> Usage:
    """The seconds that are asked for, of the variant that has a price of its own."""
    seconds = model.length(request.seconds) or request.seconds
    what = NAMES[made(model, request.size, seconds)]
    if model.name in _WITH_SOUND:
        what = "sound" if request.audio else "silent"
    return Usage(model.name, what, seconds)
