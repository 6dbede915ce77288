"""A Project compiles to Graphs: what is missing and the film, a free preview, clips to choose from.

One engine runs them all; there is no second way to make a video.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from vidgenie.domain import cut as cuts
from vidgenie.domain.clip_order import ClipOrder, draw
from vidgenie.domain.cut import Cut, CutClip, CutVoice
from vidgenie.domain.drawing import Drawing
from vidgenie.domain.graph import Graph
from vidgenie.domain.project import Choices, Mode, Project, Segment
from vidgenie.domain.take import TakeOrder
from vidgenie.domain.timeline import Profile
from vidgenie.errors import InvalidInput

LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Footage:
    """A file that a Segment shows: id and kind of its Asset, seconds of a clip.

    take: id of the Take it is, of the Asset when it is nobody's.
    """

    asset: str
    kind: str
    seconds: float | None = None
    take: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A Graph, and the Takes its Nodes make: (Node, what is asked for)."""

    graph: Graph
    orders: tuple[tuple[str, TakeOrder], ...] = ()


def film(
    project: Project,
    files: Mapping[str, Footage],
    orders: Mapping[str, TakeOrder],
    *,
    in_turn: bool = False,
) -> Drawn:
    """The finished video; clips that are asked for are made first.

    files, orders: by Segment; an order counts more than a file. in_turn: one clip after the
    other. Raises InvalidInput (field segments.<n>, problem no_clip) when one has neither.
    """
    clips = list[CutClip]()
    made = list[tuple[str, TakeOrder]]()
    for number, segment in enumerate(_included(project), start=1):
        order = orders.get(segment.id)
        if order is None and segment.id not in files:
            raise _lacks(project, segment, "no_clip")
        if order is None:
            clips.append(_clip(segment, files[segment.id]))
            continue
        after = made[-1][0] if in_turn and made else ""
        clips.append(_clip(segment, None, _order(project, segment, order, after=after)))
        made.append((f"clip-{number}", order))
    return Drawn(cuts.graph(_cut(project, clips)), tuple(made))


def quick(
    project: Project,
    orders: Mapping[str, TakeOrder],
    script: Mapping[str, object],
    files: Mapping[str, Footage] | None = None,
    *,
    in_turn: bool = False,
) -> Drawn:
    """Script and film in one go: what the Segments say and show is the script's.

    orders: by Segment, without prompts. script: values of the `script` Node. files: of the
    Segments that show a reference as it is.
    """
    drawn = list[CutClip]()
    made = list[tuple[str, TakeOrder]]()
    for number, segment in enumerate(_included(project), start=1):
        order = orders.get(segment.id)
        after = made[-1][0] if in_turn and made else ""
        if order is None:
            clip = _clip(segment, (files or {})[segment.id])
        else:
            clip = _clip(segment, None, _order(project, segment, order, after=after))
            made.append((f"clip-{number}", order))
        drawn.append(replace(clip, text="", line=number))
    return Drawn(cuts.graph(replace(_cut(project, drawn), script=script)), tuple(made))


def animatic(project: Project, files: Mapping[str, Footage]) -> Drawn:
    """A free preview: stills and a voice of this server, with the timing of the film.

    files: own pictures and clips of the Segments, which are shown as they are.
    """
    voice = project.choices.voice
    if voice is not None and voice.provider != LOCAL:
        voice = CutVoice(LOCAL, speed=voice.speed)
    clips = [
        _clip(segment, files[segment.id])
        if segment.id in files
        else _clip(segment, None, ClipOrder(_prompt(project, segment), kind="image"))
        for segment in _included(project)
    ]
    cut = _cut(project, clips)
    return Drawn(cuts.graph(replace(cut, voice=voice, profile=Profile.DRAFT)))


def takes(project: Project, orders: Sequence[TakeOrder], *, in_turn: bool = False) -> Drawn:
    """Clips to choose from; nothing is assembled."""
    by_id = {segment.id: segment for segment in project.segments}
    drawing = Drawing()
    made = list[tuple[str, TakeOrder]]()
    for number, order in enumerate(orders, start=1):
        after = made[-1][0] if in_turn and made else ""
        clip = _order(project, by_id[order.segment], order, after=after)
        made.append((draw(drawing, clip, number, (2, number - 1))[0], order))
    return Drawn(drawing.graph(), tuple(made))


def script(values: Mapping[str, object]) -> Drawn:
    """The texts alone. values: of the `script` Node."""
    drawing = Drawing()
    drawing.add("script", "script", values, (0, 0))
    return Drawn(drawing.graph())


def script_values(project: Project, *, note: str, seed: int) -> dict[str, object]:
    """Values of the `script` Node that writes for the included Segments; at least one is.

    note: what the pillar is about, when it is the Account's own.
    """
    choices = project.choices
    lengths = [segment.seconds for segment in project.included]
    return {
        "provider": choices.text_provider,
        "model": choices.text_model,
        "theme": project.theme,
        "pillar": project.pillar,
        "pillar_note": note,
        "segments": len(lengths),
        "seconds": min(lengths),
        "language": project.language,
        "speed": choices.voice.speed if choices.voice else 1.0,
        "seed": seed,
    }


def digest(project: Project, files: Mapping[str, str]) -> str:
    """What decides about the film: while it is the same, a finished one is up to date.

    files: Segment -> id of what it shows: its Take, or its own Asset.
    """
    choices = {name: value for name, value in asdict(project.choices).items() if name in _SHOWN}
    segments = [
        {**{name: getattr(segment, name) for name in _OF_SEGMENT}, "file": files.get(segment.id)}
        for segment in project.included
    ]
    whole = [project.title or project.theme, project.language, choices, segments]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


_SHOWN = {"aspect", "profile", "brand", "voice", "look", "music"}
_OF_SEGMENT = (
    "id",
    "text",
    "seconds",
    "fit",
    "focus_x",
    "focus_y",
    "transition",
    "transition_seconds",
    "keep_sound",
)


def _included(project: Project) -> tuple[Segment, ...]:
    if not project.included:
        raise InvalidInput("No segment is included.", field="segments", problem="empty")
    return project.included


def _lacks(project: Project, segment: Segment, problem: str) -> InvalidInput:
    number = project.segments.index(segment) + 1
    message = f"Segment {number} has nothing to show yet."
    return InvalidInput(message, field=f"segments.{number}", problem=problem, segment=number)


def _prompt(project: Project, segment: Segment) -> str:
    prompt = (segment.prompt or segment.text or project.theme).strip()
    if not prompt:
        raise _lacks(project, segment, "no_prompt")
    return prompt


def _order(project: Project, segment: Segment, order: TakeOrder, *, after: str) -> ClipOrder:
    choices: Choices = project.choices
    return ClipOrder(
        prompt=order.prompt,
        provider=order.provider,
        model=order.model,
        seconds=order.seconds,
        resolution=choices.resolution,
        motion=choices.motion,
        has_sound=segment.keep_sound,
        seed=order.seed,
        reference=order.reference,
        reference_kind=order.reference_kind,
        draws=choices.image_provider if order.mode is Mode.IMAGE else "",
        after=after,
    )


def _clip(segment: Segment, file: Footage | None, order: ClipOrder | None = None) -> CutClip:
    return CutClip(
        asset=file.asset if file else "",
        kind=file.kind if file else "",
        length=file.seconds if file else None,
        order=order,
        seconds=float(segment.seconds),
        text=segment.text,
        fit=segment.fit,
        focus=(segment.focus_x, segment.focus_y),
        transition=segment.transition,
        transition_seconds=segment.transition_seconds,
        keep_sound=segment.keep_sound,
    )


def _cut(project: Project, clips: Sequence[CutClip]) -> Cut:
    choices = project.choices
    return Cut(
        clips=clips,
        title=project.title or project.theme[:200],
        language=project.language,
        aspect=choices.aspect,
        profile=choices.profile,
        brand=choices.brand,
        voice=choices.voice,
        look=choices.look,
        music=choices.music,
    )
