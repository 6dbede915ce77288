"""Recipe: what a Node's output was made of; equal recipes need not be made twice."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vidgenie.domain.node_type import NodeType, Params

# Who may take over, and at what price, is no part of what is made.
_BESIDE = frozenset({"fallback", "max_micro_usd"})

Output = Mapping[str, Mapping[str, Any]]
"""Output port -> value, as domain.value writes it."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Values typed in, and what came in by each port.

    inputs: port -> digests of the values, in order.
    """

    type: str
    version: int
    params: Mapping[str, object]
    inputs: Mapping[str, tuple[str, ...]]

    @property
    def digest(self) -> str:
        """SHA-256, in hex."""
        return _digest(self.to_json())

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "type": self.type,
            "version": self.version,
            "params": dict(self.params),
            "inputs": {port: list(found) for port, found in self.inputs.items()},
        }


@dataclass(frozen=True, slots=True)
class Change:
    """Why an output is not what the Node would make now.

    kind: value (name: of the field), input (name: of the port), or type.
    """

    kind: str
    name: str = ""


def recipe_of(
    node_type: NodeType, params: Params, inputs: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Recipe:
    """inputs: port -> the values that come in, as domain.value writes them."""
    values = params.model_dump(mode="json")
    return Recipe(
        type=node_type.slug,
        version=node_type.version,
        params={name: value for name, value in values.items() if name not in _BESIDE},
        inputs={
            port: tuple(_digest(value) for value in found)
            for port, found in sorted(inputs.items())
            if found
        },
    )


def from_json(data: Mapping[str, Any]) -> Recipe:
    """The recipe that `Recipe.to_json` wrote."""
    return Recipe(
        type=str(data["type"]),
        version=int(data["version"]),
        params=data["params"],
        inputs={port: tuple(found) for port, found in data["inputs"].items()},
    )


def changes(old: Recipe, new: Recipe) -> tuple[Change, ...]:
    """What differs: values by name, then inputs by port; empty when nothing does."""
    if (old.type, old.version) != (new.type, new.version):
        return (Change("type"),)
    values = (
        Change("value", name)
        for name in sorted(old.params.keys() | new.params.keys())
        if old.params.get(name) != new.params.get(name)
    )
    inputs = (
        Change("input", port)
        for port in sorted(old.inputs.keys() | new.inputs.keys())
        if old.inputs.get(port) != new.inputs.get(port)
    )
    return (*values, *inputs)


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
