"""Take: one clip that was, or is to be, made for a Segment."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from vidgenie.domain.files import FileValue
from vidgenie.domain.project import Mode, Project, Segment
from vidgenie.domain.run import NodeStatus


@dataclass(frozen=True, slots=True)
class TakeOrder:
    """What is asked for.

    reference, reference_kind: an Asset to start from and what it is (image, video), "" =
    none. seconds: of the Segment. seed: another seed, another clip.
    """

    segment: str
    mode: Mode
    prompt: str
    provider: str
    model: str
    seconds: int
    reference: str = ""
    reference_kind: str = ""
    seed: int = 0

    @property
    def recipe(self) -> str:
        """Digest of what is to be seen: a clip of an equal one need not be made again.

        Whoever made it, with whichever seed: another Provider is asked when somebody says so.
        """
        wanted = {name: value for name, value in asdict(self).items() if name not in _NO_MATTER}
        return hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()


_NO_MATTER = {"segment", "seed", "reference_kind", "provider", "model"}


@dataclass(frozen=True, slots=True)
class Take:
    """A TakeOrder and what became of it.

    status: of the Node that makes it. file: once it was made. error: as Nodes have them.
    credits: charged, or to be charged. recipe: of its order. provider: who made it: another
        one may have taken over. is_in_doubt: nobody knows whether it was ordered, and its
        owner can still find out or decide.
    """

    id: str
    segment: str
    run_id: str
    node_id: str
    order: TakeOrder
    recipe: str
    status: NodeStatus
    progress: float = 0.0
    file: FileValue | None = None
    error: dict[str, object] | None = None
    credits: int = 0
    provider: str = ""
    created_at: datetime | None = None
    is_in_doubt: bool = False


def order_for(
    project: Project, segment: Segment, *, reference_kind: str = "", seed: int = 0
) -> TakeOrder:
    """What the Segment asks for as it is now."""
    provider, model = project.maker(segment)
    starts = segment.mode in {Mode.IMAGE, Mode.VIDEO}
    return TakeOrder(
        segment=segment.id,
        mode=segment.mode,
        prompt=(segment.prompt or segment.text or project.theme).strip(),
        provider=provider,
        model=model,
        seconds=segment.seconds,
        reference=segment.reference if starts else "",
        reference_kind=reference_kind if starts else "",
        seed=seed,
    )


def shown(segment: Segment, takes: list[Take]) -> Take | None:
    """The Take that is in the video: the chosen one, else the newest that was made.

    takes: of this Segment, oldest first.
    """
    made = [take for take in takes if take.file is not None]
    chosen = next((take for take in made if take.id == segment.take), None)
    return chosen or (made[-1] if made else None)
