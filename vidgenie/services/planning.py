"""Planning: which clips a Run of a Project makes, and the Graph that makes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vidgenie.domain.project import MOST_TAKES, Mode, Purpose, Segment
from vidgenie.domain.project_graph import Drawn, animatic, film, quick, script, takes
from vidgenie.domain.take import TakeOrder, order_for
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.services.segment_changes import SegmentChange
from vidgenie.services.stages import Stage


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made.

    segments: "due" (no clip, or one of what was asked before), "all", or ids.
    provider, model: who makes the clips this time, "" = as each Segment says.
    count: Takes of each Segment. in_turn: one clip after the other.
    change: of a Segment, kept with the Run that starts, and only with it.
    """

    purpose: Purpose
    segments: str | Sequence[str] = "due"
    provider: str = ""
    model: str = ""
    count: int = 1
    in_turn: bool = False
    change: SegmentChange | None = None


def drawn(stage: Stage, plan: Plan, written: Mapping[str, object]) -> Drawn:
    """The Graph of the Run, and the Takes it makes.

    written: values of the `script` Node, for a plan that needs it. Raises InvalidInput,
    NotFound and Conflict (running).
    """
    project = stage.project
    if plan.purpose is Purpose.SCRIPT:
        return script(written)
    if plan.purpose is Purpose.ANIMATIC:
        own = (one.id for one in project.included if one.mode is Mode.OWN)
        return animatic(project, {i: stage.footage[i] for i in own if i in stage.footage})
    if plan.purpose is Purpose.QUICK:
        _check_quiet(stage, {})
        orders = {
            one.id: replace(_wanted(stage, one, plan), prompt="")
            for one in project.included
            if one.mode is not Mode.OWN
        }
        return quick(project, orders, written, stage.footage, in_turn=plan.in_turn)
    chosen = _chosen(stage, plan)
    if plan.purpose is Purpose.TAKES:
        return _takes(stage, plan, chosen)
    orders = {one.id: replace(_wanted(stage, one, plan), seed=stage.seed(one.id)) for one in chosen}
    _check_quiet(stage, orders)
    return film(project, stage.footage, orders, in_turn=plan.in_turn)


def _check_quiet(stage: Stage, orders: Mapping[str, TakeOrder]) -> None:
    """Clips that are being made are waited for, not made twice."""
    for one in stage.project.included:
        if one.id not in stage.coming or one.id in orders or one.id in stage.footage:
            continue
        if any(take.is_in_doubt for take in stage.takes[one.id]):
            message = "Nobody knows yet whether a clip of this project was ordered."
            raise Conflict(message, problem="in_doubt")
        raise Conflict("Clips of this project are being made.", problem="running")


def _takes(stage: Stage, plan: Plan, chosen: Sequence[Segment]) -> Drawn:
    if not 1 <= plan.count <= MOST_TAKES:
        raise InvalidInput(
            f"1 to {MOST_TAKES} takes can be made at once.",
            field="count",
            problem="out_of_range",
            limit=MOST_TAKES,
        )
    wanted = [
        replace(_wanted(stage, one, plan), seed=stage.seed(one.id) + number)
        for one in chosen
        for number in range(plan.count)
    ]
    if not wanted:
        raise InvalidInput("No clip is missing.", field="segments", problem="nothing_missing")
    return takes(stage.project, wanted, in_turn=plan.in_turn)


def _chosen(stage: Stage, plan: Plan) -> list[Segment]:
    """The Segments that get clips."""
    project = stage.project
    due = set(stage.due)
    if plan.segments == "due":
        return [one for one in project.included if one.id in due]
    if plan.segments == "all":
        return [one for one in project.included if one.mode is not Mode.OWN]
    ids = set(plan.segments)
    known = [one for one in project.segments if one.id in ids]
    if len(known) != len(ids):
        raise NotFound("segment")
    if any(one.mode is Mode.OWN for one in known):
        raise InvalidInput(
            "This segment shows its own file; nothing is made for it.",
            field="segments",
            problem="own",
        )
    if plan.purpose is Purpose.FILM and not all(one.is_included for one in known):
        raise InvalidInput(
            "This segment is left out of the film.", field="segments", problem="left_out"
        )
    return known


def _wanted(stage: Stage, segment: Segment, plan: Plan) -> TakeOrder:
    if plan.provider:
        segment = replace(segment, provider=plan.provider, model=plan.model)
    asset = stage.known.get(segment.reference)
    if segment.reference and asset is None and segment.mode is not Mode.TEXT:
        raise NotFound("asset")
    if segment.mode is Mode.VIDEO and asset is None:
        raise _lacks(stage, segment, "reference", "needs a clip to start from")
    kind = asset.kind if asset else ""
    order = order_for(stage.project, segment, reference_kind=kind)
    if not order.prompt and plan.purpose is not Purpose.QUICK:
        raise _lacks(stage, segment, "prompt", "says nothing of what is seen")
    return order


def _lacks(stage: Stage, segment: Segment, field: str, what: str) -> InvalidInput:
    number = [one.id for one in stage.project.segments].index(segment.id) + 1
    return InvalidInput(
        f"Segment {number} {what}.",
        field=f"segments.{number}.{field}",
        problem="missing",
        segment=number,
    )
