"""Use cases on Graphs: those that other words stand for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vidgenie.domain import graph_json
from vidgenie.domain.account import Account
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.errors import InvalidInput
from vidgenie.services.config import WorkflowConfig, parse_config

# Distance between two Nodes on the canvas, in canvas units.
STEP = 340.0


@dataclass(frozen=True, slots=True)
class GraphService:
    """Reads Graphs; whether they can run is RunService's to say.

    defaults: the Account's own choice, kind -> Provider slug; kinds may be missing.
    video_provider: the server's default for clips.
    """

    defaults: Callable[[Account | None], Mapping[str, str]]
    video_provider: str = "local"

    def default(self, account: Account | None = None, *, prompt: str = "") -> Graph:
        """The five Nodes as a new Account sees them: prompt, enhance, image, video, output."""
        return _build(WorkflowConfig(initial_prompt=prompt), self._defaults(account))

    def from_config(self, config: Mapping[str, object], account: Account | None = None) -> Graph:
        """The Graph a configuration of the source documents stands for.

        What it does not say is what the Account prefers. Raises InvalidInput that
        names the field, as `config.imageConfig.size`.
        """
        return _build(parse_config(config), self._defaults(account))

    def from_json(self, nodes: object, edges: object, initial_prompt: str | None = None) -> Graph:
        """A drawn Graph; `initial_prompt` fills the prompt Nodes that are empty.

        Raises InvalidInput that names the field.
        """
        graph = graph_json.from_json({"nodes": nodes, "edges": edges or []})
        if initial_prompt is None:
            return graph
        filled = tuple(_filled(node, initial_prompt) for node in graph.nodes)
        return Graph(nodes=filled, edges=graph.edges)

    def to_json(self, graph: Graph) -> dict[str, list[dict[str, object]]]:
        """The Graph as JSON values: nodes, edges."""
        return graph_json.to_json(graph)

    def _defaults(self, account: Account | None) -> dict[str, str]:
        return {"video": self.video_provider, **self.defaults(account)}


def _build(config: WorkflowConfig, defaults: Mapping[str, str]) -> Graph:
    if config.workflow_type == "video-from-image":
        if config.image_asset_id is None:
            raise InvalidInput(
                "config.imageAssetId: a picture is needed",
                field="config.imageAssetId",
                problem="missing",
            )
        chain: list[tuple[str, Mapping[str, object]]] = [
            ("asset", {"asset": config.image_asset_id}),
            ("video", config.video(defaults.get("video", "local"))),
        ]
        graph = _chain([*chain, ("output", {})])
        return _with_motion_prompt(graph, config.initial_prompt)
    chain = [
        ("prompt", {"text": config.initial_prompt}),
        ("enhance", config.enhance(defaults.get("text", "local"))),
        ("image", config.image(defaults.get("image", "local"))),
    ]
    if config.workflow_type == "complete":
        chain.append(("video", config.video(defaults.get("video", "local"))))
    return _chain([*chain, ("output", {})])


def _chain(steps: Sequence[tuple[str, Mapping[str, object]]]) -> Graph:
    """Nodes in a row, each fed by the one before; a Node's id is its type."""
    nodes = [_node(place, kind, params) for place, (kind, params) in enumerate(steps)]
    edges = [
        Edge(source.id, _OUT[source.type], target.id, _IN[source.type, target.type])
        for source, target in pairwise(nodes)
    ]
    return Graph(nodes=tuple(nodes), edges=tuple(edges))


_OUT = {"prompt": "text", "enhance": "text", "image": "image", "asset": "image", "video": "video"}
_IN = {
    ("prompt", "enhance"): "text",
    ("enhance", "image"): "prompt",
    ("image", "video"): "image",
    ("asset", "video"): "image",
    ("image", "output"): "result",
    ("video", "output"): "result",
}


def _with_motion_prompt(graph: Graph, prompt: str) -> Graph:
    """What the person wrote says how the given picture should move."""
    if not prompt:
        return graph
    node = Node("prompt", "prompt", {"text": prompt}, position=(0.0, STEP))
    edge = Edge("prompt", "text", "video", "prompt")
    return Graph(nodes=(*graph.nodes, node), edges=(*graph.edges, edge))


def _node(place: int, kind: str, params: Mapping[str, object]) -> Node:
    return Node(id=kind, type=kind, params=params, position=(place * STEP, 0.0))


def _filled(node: Node, prompt: str) -> Node:
    if node.type != "prompt" or node.params.get("text"):
        return node
    return Node(node.id, node.type, {**node.params, "text": prompt}, node.position)
