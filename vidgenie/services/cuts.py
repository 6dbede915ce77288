"""Use cases of the cutting room: somebody's clips, texts and choices become a Graph that runs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from vidgenie.db import Transaction
from vidgenie.domain import cut as cuts
from vidgenie.domain.account import Account
from vidgenie.domain.cut import Cut, CutClip
from vidgenie.domain.graph import Graph
from vidgenie.errors import InvalidInput, NotFound
from vidgenie.library import assets

_KINDS = ("image", "video")


@dataclass(frozen=True, slots=True)
class CutService:
    """Compiles Cuts; quoting and running the Graph is RunService's.

    beds: slugs of the music this server plays.
    """

    reading: Transaction
    beds: Collection[str]

    def graph(self, account: Account, cut: Cut) -> Graph:
        """The Graph that makes the Cut, once it is known what its clips are.

        Raises NotFound for a clip the Account does not have, and InvalidInput (field
        clips.<n>.assetId, problem wrong_type) for one that cannot be seen.
        """
        bed = (cut.music or {}).get("bed")
        if bed is not None and bed not in self.beds:
            raise InvalidInput("There is no such music.", field="music.bed", problem="unknown")
        return cuts.graph(replace(cut, clips=self._found(account, cut.clips)))

    def _found(self, account: Account, clips: Sequence[CutClip]) -> list[CutClip]:
        with self.reading() as session:
            known = assets.assets(session, account.id, {clip.asset for clip in clips})
        found = list[CutClip]()
        for number, clip in enumerate(clips):
            asset = known.get(clip.asset)
            if asset is None:
                raise NotFound("asset")
            if asset.kind not in _KINDS:
                raise InvalidInput(
                    "This is neither a picture nor a clip.",
                    field=f"clips.{number}.assetId",
                    problem="wrong_type",
                )
            found.append(replace(clip, kind=asset.kind, length=asset.facts.seconds))
        return found
