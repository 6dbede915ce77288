"""Templates of Graphs, filled in for tests."""

from collections.abc import Mapping
from typing import Any

from vidgenie import nodes
from vidgenie.domain.node_type import NodeType
from vidgenie.plugins import discover
from vidgenie.projects.graph_templates import GraphTemplate
from vidgenie.services import template_holes as holes

TYPES = discover(nodes, NodeType)
A_FILE = "0" * 32


def filled(one: GraphTemplate, language: str) -> dict[str, Any]:
    """Its Graph with its examples, and a file nobody has wherever one is asked for."""
    return built(one, language, holes.examples(one.body, language))


def built(one: GraphTemplate, language: str, values: Mapping[str, str]) -> dict[str, Any]:
    """The same with other texts."""
    graph = holes.filled(holes.in_language(one.body.graph, language), values)
    return holes.with_files(one.body, graph, {hole.name: A_FILE for hole in one.body.files})
