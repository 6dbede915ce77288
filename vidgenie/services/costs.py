"""Use case: what a video costs at each Provider, by the source documents and by today's lists."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from vidgenie.domain.costs import estimate
from vidgenie.domain.ports.declared import Cost, Usage, VideoModel
from vidgenie.domain.ports.provider import Provider
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.errors import InvalidInput
from vidgenie.services.price_list import PriceList, load_overrides

__all__ = ["CostService", "ListPrice", "VideoCostView", "extras", "load_overrides"]

# Source document 2, "Coûts par Provider": what goes with the clips of a video of 30 s.
SCRIPT = 10_000  # millionths of a dollar for a script, however long
VOICE = 20_000  # for a voice over 30 s
VOICE_SECONDS = 30
CLIP_SECONDS = 5  # of a Segment
MOST_SECONDS, MOST_VIDEOS = 3_600, 1_000_000
_UPRIGHT = 9 / 16
# Two sides that are multiples of 16 are not always exactly 9:16.
_NEARLY = 0.02


@dataclass(frozen=True, slots=True)
class ListPrice:
    """The cheapest way to an upright clip at a Provider, by its own list.

    clip_seconds, clips: how long one is there, and how many make the video.
    mode: what it starts from, text when it can. size: (width, height) in pixels.
    micro_usd: for the whole video, script and voice included.
    unit, row_micro_usd, what, source, as_of: of the row of the list.
    """

    model: str
    mode: str
    size: tuple[int, int]
    clip_seconds: int
    clips: int
    micro_usd: int
    row_micro_usd: int
    unit: str
    what: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class VideoCostView:
    """What a video costs at one Provider, in millionths of a dollar.

    documents: by the source documents; None when they do not know the Provider.
    today: by its list; None when it charges nothing.
    documents_total, today_total: for all the videos.
    """

    provider: str
    title: str
    documents: int | None
    today: ListPrice | None
    documents_total: int | None
    today_total: int


def extras(seconds: int) -> int:
    """The script and the voice of a video, in millionths of a dollar."""
    return SCRIPT + math.ceil(VOICE * seconds / VOICE_SECONDS)


@dataclass(frozen=True, slots=True)
class CostService:
    """Compares the video Providers.

    providers: (kind, slug) -> Provider. overrides: the operator's own rows.
    """

    providers: Mapping[tuple[str, str], Provider]
    overrides: PriceList

    def costs(self, provider: Provider) -> tuple[Cost, ...]:
        """The list of a Provider; the operator's rows win over its own."""
        return (*self.overrides.get((provider.kind, provider.slug), ()), *provider.costs)

    def table(self, *, seconds: int = 30, videos: int = 1) -> list[VideoCostView]:
        """One row for each video Provider, the cheapest today first.

        seconds: of one video. Raises InvalidInput.
        """
        for name, value, most in (
            ("seconds", seconds, MOST_SECONDS),
            ("videos", videos, MOST_VIDEOS),
        ):
            if not 1 <= value <= most:
                raise InvalidInput(
                    f"This takes 1 to {most}.", field=name, problem="out_of_range", limit=most
                )
        rows = [
            self._row(provider, seconds, videos)
            for provider in self.providers.values()
            if isinstance(provider, VideoProvider)
        ]
        return sorted(rows, key=lambda row: (row.today_total, row.provider))

    def _row(self, provider: VideoProvider, seconds: int, videos: int) -> VideoCostView:
        clips = math.ceil(seconds / CLIP_SECONDS)
        documents = clips * provider.seed_clip + extras(seconds) if provider.seed_clip else None
        costs = self.costs(provider)
        today = min(
            _ways(provider, costs, seconds),
            # Of equals the one that is clearest to see, and needs no picture.
            key=lambda way: (way.micro_usd, way.mode != "text", -math.prod(way.size)),
            default=None,
        )
        return VideoCostView(
            provider=provider.slug,
            title=provider.title,
            documents=documents,
            today=today,
            documents_total=None if documents is None else documents * videos,
            today_total=today.micro_usd * videos if today else 0,
        )


def _ways(provider: VideoProvider, costs: tuple[Cost, ...], seconds: int) -> Iterator[ListPrice]:
    """Every model, from text or else from a picture, in each upright size, with its price."""
    for model in provider.models:
        mode = next((mode for mode in ("text", "image") if mode in model.modes), "")
        if not mode or not model.seconds:
            continue
        length = _length(model)
        clips = math.ceil(seconds / min(length, CLIP_SECONDS))
        for size in model.sizes:
            if abs(size[0] / size[1] - _UPRIGHT) > _NEARLY:
                continue
            request = ClipRequest(
                "a clip",
                seconds=min(length, CLIP_SECONDS),
                size=size,
                image=Path("picture.png") if mode == "image" else None,
                model=model.name,
                audio=model.sound == "always",
            )
            usage = provider.usage(request)
            price = estimate(costs, usage)
            if price is None:
                continue
            row = _row_of(costs, usage, price)
            yield ListPrice(
                model=model.name,
                mode=mode,
                size=size,
                clip_seconds=length,
                clips=clips,
                micro_usd=clips * price + extras(seconds),
                row_micro_usd=row.micro_usd,
                unit=row.unit,
                what=row.what,
                source=row.source,
                as_of=row.as_of,
            )


def _length(model: VideoModel) -> int:
    """Of one clip there: a Segment's, the next longer one, or else the longest there is."""
    return model.length(CLIP_SECONDS) or model.seconds[-1]


def _row_of(costs: tuple[Cost, ...], usage: Usage | None, price: int) -> Cost:
    """The row an estimate was made by: the most exact of those that say the same."""
    exact = sorted(costs, key=lambda cost: (not cost.model, not cost.what))
    return next(cost for cost in exact if estimate([cost], usage) == price)
