"""A Run as the canvas shows it: plain values of the kind a State may hold."""

from collections.abc import Callable
from dataclasses import dataclass

from vidgenie.services.views import ResultView, RunView
from vidgenie.ui.flow.rows import Json


@dataclass(frozen=True, slots=True)
class Result:
    """What the Run made, ready to be shown. seconds: 0 for a picture."""

    kind: str = ""
    url: str = ""
    poster: str = ""
    download_url: str = ""
    width: int = 0
    height: int = 0
    megabytes: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Charge:
    """Credits of the Run: set aside, taken, given back."""

    held: int = 0
    charged: int = 0
    released: int = 0


def made(view: RunView, *, named: Callable[[Json], Json]) -> dict[str, Json]:
    """Node id -> what it made, why it failed, whose key it waits for, who took over from whom.

    named: the same with a Provider's name instead of its slug.
    """

    def title(slug: str) -> str:
        return str(named({"provider": slug})["provider"]) if slug else ""

    return {
        node.id: {
            **node.output,
            "error": named(dict(node.error or {})),
            "waits": title(node.waits_for),
            "first": title(node.instead_of),
            "by": title(node.provider) if node.instead_of else "",
        }
        for node in view.nodes
    }


def result(view: ResultView | None) -> Result:
    """What the Run was for; empty as long as there is none."""
    if view is None:
        return Result()
    return Result(
        kind=view.type,
        url=view.video_url if view.type == "video" else view.image_url,
        poster=view.thumbnail_url,
        download_url=view.download_url,
        width=view.width,
        height=view.height,
        megabytes=round(view.bytes / 1e6, 1),
        seconds=view.seconds or 0.0,
    )


def problem(view: RunView) -> Json:
    """The error of the Run, else of the Node that failed, as `VidGenieError.to_dict` writes it."""
    if view.error:
        return dict(view.error)
    return next((dict(node.error) for node in view.nodes if node.error), {})
