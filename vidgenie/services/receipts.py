"""Receipts of Runs: as JSON, and as what is put behind the MP4 a Run made."""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlmodel import Session

from vidgenie import __version__
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.asset import Asset
from vidgenie.domain.node_type import NodeType
from vidgenie.domain.receipt import FileLine, NodeLine, Receipt, packed
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.engine import store
from vidgenie.engine.tables import NodeRow, RunRow
from vidgenie.errors import Conflict, NotFound
from vidgenie.library import assets as shelf
from vidgenie.media import receipt as mp4
from vidgenie.redact import scrub_data

_KEPT = 128  # receipts in memory: players ask for a file in many parts


@dataclass(frozen=True, slots=True)
class ReceiptService:
    """Writes receipts of Runs that are over.

    node_types: by slug, for versions of Nodes that were made before recipes were kept.
    """

    reading: Transaction
    node_types: Mapping[str, NodeType]
    _tails: OrderedDict[tuple[str, int], tuple[str, bytes]] = field(
        default_factory=OrderedDict[tuple[str, int], tuple[str, bytes]], repr=False
    )
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def receipt(self, account: Account, run_id: str) -> dict[str, Any]:
        """The receipt. Raises NotFound, and Conflict (not_over) while the Run goes on."""
        with self.reading() as session:
            run = store.run(session, run_id)
            if run is None or run.account_id != account.id:
                raise NotFound("run")
            if not RunStatus(run.status).is_over:
                raise Conflict("This Run is not over yet.", problem="not_over")
            return self._written(session, run)

    def tail(self, run_id: str, asset_id: str) -> bytes:
        """What follows the bytes of a Run's result where it is handed out, b"" for other files.

        For whoever has a link we signed or owns the Run: nobody else is asked about.
        """
        with self.reading() as session:
            run = store.run(session, run_id)
            if run is None or not RunStatus(run.status).is_over:
                return b""
            key = (run.id, run.version)
            with self._lock:
                kept = self._tails.get(key)
            if kept is None:
                result = str((run.result or {}).get("asset", ""))
                kept = (result, mp4.tail(packed(self._written(session, run))) if result else b"")
                self._keep(key, kept)
        return kept[1] if kept[0] == asset_id else b""

    def _keep(self, key: tuple[str, int], tail: tuple[str, bytes]) -> None:
        with self._lock:
            self._tails[key] = tail
            while len(self._tails) > _KEPT:
                self._tails.popitem(last=False)

    def _written(self, session: Session, run: RunRow) -> dict[str, Any]:
        nodes = store.nodes(session, [run.id])[run.id]
        wanted = {asset for node in nodes for asset in _files(node)}
        result = str((run.result or {}).get("asset", ""))
        known = shelf.assets(session, run.account_id, wanted | {result})
        params: dict[str, Mapping[str, Any]] = {
            node["id"]: node.get("params", {}) for node in run.graph.get("nodes", [])
        }
        receipt = Receipt(
            version=__version__,
            run_id=run.id,
            status=run.status,
            created_at=run.created_at,
            finished_at=run.finished_at,
            # A key somebody pasted into a prompt must not travel with the video.
            graph=cast("dict[str, Any]", scrub_data(run.graph)),
            nodes=tuple(self._node(node, params.get(node.node_id, {}), known) for node in nodes),
            result=_file(known.get(result)),
        )
        return receipt.to_json()

    def _node(
        self, row: NodeRow, params: Mapping[str, Any], known: Mapping[str, Asset]
    ) -> NodeLine:
        made = [known[asset] for asset in _files(row) if asset in known]
        recipe = row.recipe or {}
        typed = {**params, **recipe.get("params", {})}
        node_type = self.node_types.get(row.type)
        return NodeLine(
            id=row.node_id,
            type=row.type,
            type_version=recipe.get("version") or (node_type.version if node_type else 1),
            status=row.status,
            provider=row.provider,
            model=next((asset.origin["model"] for asset in made if "model" in asset.origin), "")
            or str(typed.get("model") or ""),
            seed=_number(typed.get("seed")),
            credits=row.price if row.status == NodeStatus.SUCCEEDED else 0,
            cost_micro_usd=row.cost_micro_usd,
            reused_from=row.reused_from,
            files=tuple(line for asset in made if (line := _file(asset))),
            seconds=round((row.finished_at - row.started_at).total_seconds(), 2)
            if row.started_at and row.finished_at
            else None,
        )


def _files(row: NodeRow) -> Sequence[str]:
    """Ids of the Assets the Node made."""
    return [str(value["asset"]) for value in (row.output or {}).values() if "asset" in value]


def _file(asset: Asset | None) -> FileLine | None:
    if asset is None:
        return None
    facts = asset.facts
    return FileLine(asset.sha256, facts.bytes, facts.width, facts.height, facts.seconds)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
