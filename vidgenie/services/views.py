"""Runs as people see them: plain values, with links instead of Asset ids."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any, cast

from vidgenie.domain import graph_json
from vidgenie.domain import value as values
from vidgenie.domain.graph import Graph
from vidgenie.domain.run import NodeStatus, RunStatus, percent, remaining
from vidgenie.domain.value import (
    CaptionsValue,
    FileValue,
    MusicValue,
    PortType,
    SegmentValue,
    TextValue,
    Value,
)
from vidgenie.engine.store import now
from vidgenie.engine.tables import NodeRow, RunRow

Link = Callable[..., str]
"""Signed URL of (asset id, suffix, download=False, run="": the Run whose receipt is in it)."""


@dataclass(frozen=True, slots=True)
class NodeView:
    """One Node of a Run.

    progress: 0 to 100. demo: made by this server itself. credits: what it costs.
    output: {"text"[, "before"]} or {"url", "thumbnailUrl", "width", "height", "seconds", "bytes"}.
    error: {"error", "code", "retryable", ...} when it failed.
    waits_for: slug of the Provider it waits for, "" when it does not: for its sealed key, or,
        with waits_until, until that moment, because it is asked too often.
    estimate_micro_usd, cost_micro_usd: what the Provider was expected to charge, and what
        it says it has charged, in millionths of a dollar; None when that is not known.
    question: what its owner must decide: unanswered (the Provider may have taken the
        request or not), late (it took it and has not finished), "" = nothing.
    can_look: the Provider can be asked what became of it.
    instead_of: slug of the Provider that was chosen and failed, "" when it did not.
    reused_from: id of the Run that made what it has, "" when it was this one.
    """

    id: str
    type: str
    status: NodeStatus
    progress: int
    provider: str
    demo: bool
    credits: int
    started_at: datetime | None
    finished_at: datetime | None
    output: Mapping[str, Any] = field(default_factory=dict[str, Any])
    error: Mapping[str, Any] | None = None
    waits_for: str = ""
    waits_until: datetime | None = None
    instead_of: str = ""
    estimate_micro_usd: int | None = None
    cost_micro_usd: int | None = None
    question: str = ""
    can_look: bool = False
    reused_from: str = ""


@dataclass(frozen=True, slots=True)
class ResultView:
    """What a Run made. type: image, video or audio; seconds is None for a picture.

    warnings: {"problem", "start", "end"} of what looks or sounds wrong in it, in seconds.
    has_captions: the words in it are known, with their moments.
    """

    content_id: str
    asset_id: str
    type: str
    image_url: str
    video_url: str
    audio_url: str
    thumbnail_url: str
    download_url: str
    width: int
    height: int
    bytes: int
    seconds: float | None
    warnings: tuple[Mapping[str, Any], ...] = ()
    has_captions: bool = False


@dataclass(frozen=True, slots=True)
class RunView:
    """A Run. progress: 0 to 100; current: id of the Node that works; credits in whole units.

    doubt_until: it ended in doubt: its owner may decide until then, and its credits stay
        set aside; None in every other case.
    graph_id: of the Graph it was started from, "" when there is none.
    source: graph, api or project: who started it. priority: 1 to 100, the lowest goes first.
    queue_place: 1 = the next of its Account to begin, None when it does not wait.
    refunded: had been charged and came back; `charged` is without it.
    """

    id: str
    status: RunStatus
    progress: int
    current: str | None
    remaining_seconds: int
    version: int
    nodes: tuple[NodeView, ...]
    graph: Graph
    prompt: str
    held: int
    charged: int
    released: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error: Mapping[str, Any] | None
    result: ResultView | None
    doubt_until: datetime | None = None
    graph_id: str = ""
    source: str = "api"
    priority: int = 50
    queue_place: int | None = None
    refunded: int = 0


@dataclass(frozen=True, slots=True)
class ViewMaker:
    """Turns rows into views.

    demo: whether the Provider of this node type and slug is a demo.
    can_look: whether it can be asked what became of a request.
    tail: (Run, Asset) -> what follows the Asset's bytes where it is handed out as its result.
    """

    link: Link
    demo: Callable[[str, str], bool]
    can_look: Callable[[str, str], bool]
    tail: Callable[[str, str], bytes]

    def run(
        self,
        run: RunRow,
        nodes: Sequence[NodeRow],
        *,
        content_id: str,
        refunded: int = 0,
        queue_place: int | None = None,
    ) -> RunView:
        """The Run and its Nodes. refunded: credits it had been charged and got back."""
        status = RunStatus(run.status)
        graph = graph_json.from_json(run.graph)
        views = tuple(
            self._node(node, nodes, graph, is_open=run.doubt_until is not None) for node in nodes
        )
        charged = sum(node.price for node in nodes if node.status == NodeStatus.SUCCEEDED)
        return RunView(
            id=run.id,
            status=status,
            progress=100
            if status is RunStatus.SUCCEEDED
            else percent((node.expected, node.progress) for node in nodes),
            current=next((node.id for node in views if node.status is NodeStatus.RUNNING), None),
            remaining_seconds=0
            if status.is_over
            else remaining(
                (
                    (node.expected, node.progress, node.started_at)
                    for node in nodes
                    if not NodeStatus(node.status).is_over
                ),
                now=now(),
            ),
            version=run.version,
            nodes=views,
            graph=graph,
            prompt=run.prompt,
            held=run.held,
            charged=charged - refunded,
            released=run.held - charged if status.is_over and not run.doubt_until else 0,
            refunded=refunded,
            created_at=run.created_at,
            started_at=run.started_at,
            finished_at=run.finished_at,
            error=run.error,
            result=self._result(run, nodes, content_id),
            doubt_until=run.doubt_until,
            graph_id=run.graph_id or "",
            source=run.source,
            priority=run.priority,
            queue_place=queue_place,
        )

    def _node(
        self, row: NodeRow, rows: Sequence[NodeRow], graph: Graph, *, is_open: bool
    ) -> NodeView:
        question = _question(row) if is_open else ""
        return NodeView(
            id=row.node_id,
            type=row.type,
            status=NodeStatus(row.status),
            progress=int(100 * row.progress),
            provider=row.provider,
            demo=self.demo(row.type, row.provider),
            credits=row.price,
            started_at=row.started_at,
            finished_at=row.finished_at,
            output=self._output(row, rows, graph),
            error=row.error,
            waits_for=row.waits_for if row.status == NodeStatus.RUNNING else "",
            waits_until=row.waits_until if row.status == NodeStatus.RUNNING else None,
            instead_of=row.instead_of,
            estimate_micro_usd=row.estimate_micro_usd,
            cost_micro_usd=row.cost_micro_usd,
            question=question,
            can_look=question == "late"
            or (bool(question) and self.can_look(row.type, row.provider)),
            reused_from=row.reused_from,
        )

    def output(self, output: Mapping[str, Any]) -> dict[str, Any]:
        """What a Node made; see `NodeView.output`. output: port -> value, as it is stored."""
        made = _first(output)
        if isinstance(made, TextValue):
            return {"text": made.text}
        if isinstance(made, FileValue):
            return {
                "url": self.link(made.asset_id, made.suffix),
                "thumbnailUrl": self._thumbnail(made),
                "width": made.width,
                "height": made.height,
                "seconds": made.seconds,
                "bytes": made.bytes,
            }
        return self._nested(made)

    def _output(self, row: NodeRow, rows: Sequence[NodeRow], graph: Graph) -> dict[str, Any]:
        shown = self.output(row.output or {})
        before = _text_before(row, rows, graph) if "text" in shown else None
        return shown if before is None else {**shown, "before": before}

    def _nested(self, made: Value | None) -> dict[str, Any]:
        """What a Node hands on besides files and texts."""
        match made:
            case CaptionsValue(captions=captions):
                return {"words": len(captions.words), "style": captions.look.style}
            case MusicValue(music=music):
                return {"url": self.link(music.file.asset_id, music.file.suffix)}
            case SegmentValue(shot=shot):
                return {"thumbnailUrl": self._thumbnail(shot.picture), "seconds": shot.own_seconds}
            case _:
                return {}

    def _result(self, run: RunRow, nodes: Sequence[NodeRow], content_id: str) -> ResultView | None:
        if run.result is None:
            return None
        shown = cast("FileValue", values.from_json(run.result))
        made = [value for node in nodes if isinstance(value := _value(node), FileValue)]
        links = {value.type.value: self.link(value.asset_id, value.suffix) for value in made}
        # Of several of its kind, the one that was chosen to be seen.
        links[shown.type.value] = self.link(shown.asset_id, shown.suffix, run=run.id)
        return ResultView(
            content_id=content_id,
            asset_id=shown.asset_id,
            type=shown.type.value,
            image_url=links.get("image", ""),
            video_url=links.get("video", ""),
            audio_url=links.get("audio", ""),
            thumbnail_url=self._thumbnail(shown),
            download_url=self.link(shown.asset_id, shown.suffix, download=True, run=run.id),
            width=shown.width,
            height=shown.height,
            bytes=shown.bytes + self._behind(run, shown),
            seconds=shown.seconds,
            warnings=tuple(json.loads(shown.origin.get("findings", "[]"))),
            has_captions=shown.type is PortType.VIDEO
            and json.loads(shown.origin.get("words") or "[]") != [],
        )

    def _behind(self, run: RunRow, shown: FileValue) -> int:
        """Bytes that are handed out behind those of the file: only videos carry a receipt."""
        is_video = shown.type is PortType.VIDEO
        return len(self.tail(run.id, shown.asset_id)) if is_video else 0

    def _thumbnail(self, made: FileValue) -> str:
        return self.link(made.thumbnail_id, "jpg") if made.thumbnail_id else ""


def _question(row: NodeRow) -> str:
    """What the owner of a Run in doubt is asked about this Node."""
    if row.status != NodeStatus.UNKNOWN:
        return ""
    return "late" if (row.error or {}).get("problem") == "late" else "unanswered"


def _value(row: NodeRow) -> values.Value | None:
    """The first thing the Node made."""
    return _first(row.output or {})


def _first(output: Mapping[str, Any]) -> values.Value | None:
    return next((values.from_json(data) for data in output.values()), None)


def _text_before(row: NodeRow, rows: Sequence[NodeRow], graph: Graph) -> str | None:
    """The text a Node that writes text was given."""
    by_id = {other.node_id: other for other in rows}
    for edge in chain.from_iterable(graph.sources(row.node_id).values()):
        given = _value(by_id[edge.source])
        if isinstance(given, TextValue):
            return given.text
    return None
