"""Receipt: how a Run made what it made, in words another installation understands.

It says what was drawn, by whom each Node was made, with which seed, for how much. It has no
key, no path, no e-mail address, no id of an Account and no link; ids of Assets and Runs stay,
which mean nothing to anybody else. What people typed is in it: it is what was asked for.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

FORMAT = 1
LARGEST = 4_000_000
"""Bytes of JSON; a longer one is neither written into a file nor read from one."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FileLine:
    """A stored file. sha256: of the file without a receipt in it."""

    sha256: str
    bytes: int
    width: int
    height: int
    seconds: float | None

    def to_json(self) -> dict[str, Any]:
        """As it is written."""
        return {
            "sha256": self.sha256,
            "bytes": self.bytes,
            "width": self.width,
            "height": self.height,
            "seconds": self.seconds,
        }


@dataclass(frozen=True, slots=True)
class NodeLine:
    """A Node of the Run.

    type_version: see NodeType.version. model: "" when its Provider has but one. seed: None
    when it takes none. credits: charged. cost_micro_usd: what its Provider says it has charged,
    in millionths of a dollar, None when it does not. reused_from: the Run that made it before,
    "" when this one did. files: those it made. seconds: it took, None when nobody made it now.
    """

    id: str
    type: str
    type_version: int
    status: str
    provider: str
    model: str
    seed: int | None
    credits: int
    cost_micro_usd: int | None
    reused_from: str
    files: tuple[FileLine, ...]
    seconds: float | None

    def to_json(self) -> dict[str, Any]:
        """As it is written."""
        return {
            "id": self.id,
            "type": self.type,
            "typeVersion": self.type_version,
            "status": self.status,
            "provider": self.provider or None,
            "model": self.model or None,
            "seed": self.seed,
            "credits": self.credits,
            "costUsd": _dollars(self.cost_micro_usd),
            "reusedFrom": self.reused_from or None,
            "files": [file.to_json() for file in self.files],
            "seconds": self.seconds,
        }


@dataclass(frozen=True, slots=True)
class Receipt:
    """Of one Run. version: of VidGenie. graph: as `graph_json` writes it."""

    version: str
    run_id: str
    status: str
    created_at: datetime
    finished_at: datetime | None
    graph: Json
    nodes: tuple[NodeLine, ...]
    result: FileLine | None

    def to_json(self) -> dict[str, Any]:
        """As it is written."""
        costs = [node.cost_micro_usd for node in self.nodes if node.cost_micro_usd is not None]
        return {
            **heading(self.version),
            "run": {
                "id": self.run_id,
                "status": self.status,
                "createdAt": self.created_at.isoformat(),
                "finishedAt": self.finished_at.isoformat() if self.finished_at else None,
            },
            "graph": dict(self.graph),
            "nodes": [node.to_json() for node in self.nodes],
            "result": self.result.to_json() if self.result else None,
            "prices": {
                "credits": sum(node.credits for node in self.nodes),
                "usd": _dollars(sum(costs)) if costs else None,
            },
        }


def heading(version: str) -> dict[str, Any]:
    """What tells a receipt from other JSON."""
    return {"vidgenie": {"receipt": FORMAT, "version": version}}


def packed(data: Json) -> bytes:
    """The receipt in as few bytes as it takes; the same every time."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="replace")


def unpacked(data: bytes) -> dict[str, Any] | None:
    """The receipt in these bytes, None when there is none we can read."""
    if len(data) > LARGEST:
        return None
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", found) if is_receipt(found) else None


def is_receipt(data: object) -> bool:
    """Whether this JSON says that it is one; what is in it has yet to be checked."""
    if not isinstance(data, dict):
        return False
    mark = cast("dict[str, object]", data).get("vidgenie")
    return isinstance(mark, dict) and cast("dict[str, object]", mark).get("receipt") == FORMAT


def _dollars(micro_usd: int | None) -> float | None:
    return None if micro_usd is None else micro_usd / 1_000_000
