"""A Run as the canvas shows it: plain values of the kind a State may hold."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vidgenie.domain.pricing import QuoteLine
from vidgenie.domain.run import NodeStatus
from vidgenie.services.views import NodeView, ResultView, RunView
from vidgenie.ui.doubt import questions
from vidgenie.ui.flow.rows import Json
from vidgenie.ui.money import Bill

Titled = Callable[[str, str], str]
"""Name of a Provider, by (node type, slug)."""


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


def made(view: RunView, *, titled: Titled) -> dict[str, Json]:
    """Node id -> what it made, why it failed, what it waits for, what is asked about it.

    waits: whose key; busy: who asked for fewer requests; first, by: who took over from whom;
    question: as `ui.doubt` takes it; bills: what its Provider has charged, or should have.
    """
    asked = {found["node"]: found for found in questions(view, titled=titled)}
    return {
        node.id: {
            **node.output,
            "error": named(dict(node.error or {}), node.type, titled=titled),
            "waits": _title(node, node.waits_for if node.waits_until is None else "", titled),
            "busy": _title(node, node.waits_for if node.waits_until else "", titled),
            "first": _title(node, node.instead_of, titled),
            "by": _title(node, node.provider if node.instead_of else "", titled),
            "question": asked.get(node.id, {}),
            "bills": [bill.to_json() for bill in bills([node], titled=titled)],
        }
        for node in view.nodes
    }


def bills(nodes: Iterable[NodeView], *, titled: Titled) -> list[Bill]:
    """What Providers have charged for these Nodes by their own word, else should have."""
    found: list[Bill] = []
    for node in nodes:
        if node.demo:
            continue
        title = titled(node.type, node.provider)
        if node.cost_micro_usd is not None:
            found.append(Bill(title, node.cost_micro_usd, is_charged=True))
        elif node.estimate_micro_usd and node.status is NodeStatus.SUCCEEDED:
            found.append(Bill(title, node.estimate_micro_usd))
    return found


def quoted(lines: Iterable[QuoteLine], *, titled: Titled) -> dict[str, Bill]:
    """Node id -> what its Provider is expected to charge, of those it is known of."""
    return {
        line.node_id: Bill(titled(line.type, line.provider), line.provider_micro_usd)
        for line in lines
        if line.provider_micro_usd
    }


def named(error: Json, node_type: str = "", *, titled: Titled) -> Json:
    """The error with the Provider's name instead of its slug."""
    if "provider" not in error:
        return error
    return {**error, "provider": titled(node_type, str(error["provider"]))}


def _title(node: NodeView, slug: str, titled: Titled) -> str:
    return titled(node.type, slug) if slug else ""


def result(view: RunView) -> Result:
    """What the Run was for; empty as long as there is none."""
    made = view.result
    if made is None:
        return Result()
    return Result(
        kind=made.type,
        url=_address(made),
        poster=made.thumbnail_url,
        download_url=made.download_url,
        width=made.width,
        height=made.height,
        megabytes=round(made.bytes / 1e6, 1),
        seconds=made.seconds or 0.0,
    )


def problem(view: RunView, *, titled: Titled) -> Json:
    """The error of the Run, else of the Node that failed, as `VidGenieError.to_dict` writes it.

    None of a Run in doubt: there is a question instead.
    """
    if view.doubt_until:
        return {}
    failed = next((node for node in view.nodes if node.error), None)
    error = view.error or (failed.error if failed else None) or {}
    return named(dict(error), failed.type if failed else "", titled=titled)


def _address(made: ResultView) -> str:
    """Of the file itself."""
    known = {"video": made.video_url, "image": made.image_url, "audio": made.audio_url}
    return known[made.type]
