"""One file this server makes itself: found, made, verified and stored in one checkpoint."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vidgenie.domain import value as values
from vidgenie.domain.craft import Craft, Source, files_of
from vidgenie.engine.caller import Caller
from vidgenie.engine.delivery import Delivery, Origin
from vidgenie.engine.ports import Workshop
from vidgenie.engine.progress import reporting
from vidgenie.engine.tables import Json
from vidgenie.engine.threads import in_thread


@dataclass(frozen=True, slots=True)
class Crafting:
    """A Craft in the making. key: "<run>:<node>:<n>"."""

    caller: Caller
    key: str
    work: Craft
    delivery: Delivery
    workshop: Workshop

    async def make(self) -> Json:
        """The file as a value; made again after a crash, from what the cache still has."""
        caller = self.caller
        files = await in_thread(self._files)
        origin = Origin(caller.account_id, caller.run_id, caller.node_id, self.key)
        watched = reporting(caller.transaction, run_id=caller.run_id, node_id=caller.node_id)
        async with watched as progress:

            async def write(target: Path) -> Mapping[str, str]:
                return await self.workshop.bench.make(
                    self.work, files, target=target, progress=progress
                )

            return values.to_json(await self.delivery.bring(write, self.work, origin=origin))

    def _files(self) -> dict[str, Source]:
        wanted = {file.asset_id for file in files_of(self.work)}
        with self.caller.transaction() as session:
            return self.workshop.shelf.sources(session, self.caller.account_id, wanted)
