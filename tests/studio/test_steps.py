"""What a Run is doing, in words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from vidgenie.domain.graph import Graph
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.services.views import NodeView, RunView
from vidgenie.studio.steps import step

RUN = RunView(
    "r", RunStatus.RUNNING, 40, None, 9, 1, (), Graph((), ()), "", 0, 0, 0,
    datetime(2026, 11, 21, tzinfo=UTC), None, None, None, None,
)  # fmt: skip


def nodes(*told):
    """Nodes of a Run: "video running" and so on."""
    return tuple(
        NodeView(str(place), *_split(one), 0, "", False, 0, None, None)
        for place, one in enumerate(told)
    )


def _split(one):
    kind, status = one.split()
    return kind, NodeStatus(status)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (["script running", "video pending"], "script"),
        (["script succeeded", "video succeeded", "video running", "video pending"], "clip 2 of 3"),
        (["video running", "speech running"], "clip"),
        (["video succeeded", "speech succeeded", "speech running"], "voice 2 of 2"),
        (["video succeeded", "segment running"], ""),
        (["video succeeded", "assemble running"], "assembly"),
    ],
)
def test_the_first_thing_that_is_worked_on_is_told(told, words):
    said = step(replace(RUN, nodes=nodes(*told)))

    assert (said.percent, said.words) == (40, words)
