"""The page of one Project."""

import pytest
from reflex_base.registry import RegistrationContext

from vidgenie import pages
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.pages.project import state
from vidgenie.pages.project.state import ProjectState

pages.discover()


@pytest.fixture
def rendered() -> str:
    """The page as it is built."""
    pages_by_route = {
        options["route"]: build
        for build, options in RegistrationContext.ensure_context().decorated_pages
    }
    return str(pages_by_route["/projects/[project]"]().render())


def test_its_inside_is_one_component(rendered):
    assert "ProjectBoard" in rendered
    assert "onGraph" in rendered


def test_a_graph_is_drawn_where_its_nodes_stand():
    graph = Graph(
        (Node("text-1", "prompt", {"text": "private"}, (340.0, 0.0)), Node("speech-1", "speech")),
        (Edge("text-1", "text", "speech-1", "text"),),
    )

    assert state._drawn(graph) == {
        "nodes": [
            {"id": "text-1", "type": "prompt", "x": 340.0, "y": 0.0},
            {"id": "speech-1", "type": "speech", "x": 0.0, "y": 0.0},
        ],
        "edges": [["text-1", "speech-1"]],
    }


def test_nothing_but_the_graph_is_in_the_state():
    assert set(ProjectState.base_vars) == {"graph"}
