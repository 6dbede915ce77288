"""What a Run is doing, in a few words."""

from collections.abc import Sequence
from dataclasses import dataclass

from vidgenie.domain.run import NodeStatus
from vidgenie.services.views import NodeView, RunView

# In the order people expect; (types of Nodes, one, several).
_PHASES: tuple[tuple[frozenset[str], str, str], ...] = (
    (frozenset({"script"}), "script", ""),
    (frozenset({"enhance"}), "prompt", ""),
    (frozenset({"image"}), "picture", "picture {done} of {total}"),
    (frozenset({"video"}), "clip", "clip {done} of {total}"),
    (frozenset({"speech"}), "voice", "voice {done} of {total}"),
    (frozenset({"assemble", "output"}), "assembly", ""),
)


@dataclass(frozen=True, slots=True)
class Step:
    """percent: of the whole Run. words: what is being done, as `clip 3 of 6`, "" = nothing yet."""

    percent: int
    words: str


def step(view: RunView) -> Step:
    """Where the Run is: the first phase that works, and which of its Nodes that is."""
    for types, one, several in _PHASES:
        nodes = [node for node in view.nodes if node.type in types]
        if any(node.status is NodeStatus.RUNNING for node in nodes):
            return Step(view.progress, _words(nodes, one, several))
    return Step(view.progress, "")


def _words(nodes: Sequence[NodeView], one: str, several: str) -> str:
    if not several or len(nodes) < 2:
        return one
    done = sum(node.status is NodeStatus.SUCCEEDED for node in nodes)
    return several.format(done=min(done + 1, len(nodes)), total=len(nodes))
