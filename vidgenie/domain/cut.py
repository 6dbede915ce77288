"""Cut: clips with a text for each, and one choice of voice, captions and music for all.

It compiles to a Graph: what the cutting room and Projects make runs on the same engine as
what is drawn on the canvas.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vidgenie.domain.captions import CaptionLook
from vidgenie.domain.graph import Edge, Graph, Node
from vidgenie.domain.timeline import LEAD, STILL, TAIL, Aspect, Fit, Profile, TransitionKind

# Distances between Nodes on the canvas, in canvas units.
_COLUMN, _ROW = 340.0, 260.0
# Seconds of speech the `speech` Node can be asked to keep to.
_SHORTEST_FIT, _LONGEST_FIT = 1.0, 60.0


@dataclass(frozen=True, slots=True)
class CutClip:
    """One picture or clip. kind: of the Asset, image or video; length: of the clip in seconds.

    text: to say, and to show; "" = nothing. recording: Asset of somebody's own voice, ""
        = the chosen voice says it. edits: of caption words, see the `captions` Node.
    The rest: see domain.timeline.Shot.
    """

    asset: str
    kind: str
    length: float | None = None
    seconds: float | None = None
    text: str = ""
    recording: str = ""
    edits: Sequence[Mapping[str, object]] = ()
    fit: Fit = Fit.AUTO
    focus: tuple[float, float] = (0.5, 0.5)
    transition: TransitionKind = TransitionKind.CUT
    transition_seconds: float = 0.4
    keep_sound: bool = False
    moves: bool = True


@dataclass(frozen=True, slots=True)
class CutVoice:
    """Who says the texts; see the `speech` Node."""

    provider: str = "local"
    voice: str = ""
    model: str = ""
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Cut:
    """Everything one video is made of.

    voice: None = nobody speaks. look: None = no captions at all. music: values of the
        `music` Node, None = none. brand: id of a kit, "" = none.
    """

    clips: Sequence[CutClip]
    title: str = ""
    language: str = "fr"
    aspect: Aspect = Aspect.PORTRAIT
    profile: Profile = Profile.STANDARD
    brand: str = ""
    voice: CutVoice | None = None
    look: CaptionLook | None = None
    music: Mapping[str, object] | None = None


@dataclass(slots=True)
class _Drawing:
    """A Graph in the making."""

    nodes: list[Node] = field(default_factory=list[Node])
    edges: list[Edge] = field(default_factory=list[Edge])

    def add(
        self, node: str, kind: str, params: Mapping[str, object], place: tuple[int, int]
    ) -> str:
        column, row = place
        self.nodes.append(Node(node, kind, params, (column * _COLUMN, row * _ROW)))
        return node

    def join(self, source: str, port: str, target: str, into: str) -> None:
        self.edges.append(Edge(source, port, target, into))


def graph(cut: Cut) -> Graph:
    """The Graph that makes the Cut. A clip's Nodes are numbered from 1: clip-1, speech-1...

    A Node is there only when something needs it.
    """
    drawing = _Drawing()
    segments = [_segment(drawing, cut, clip, row) for row, clip in enumerate(cut.clips)]
    middle = (len(cut.clips) - 1) // 2
    assemble = drawing.add(
        "assemble",
        "assemble",
        {
            "aspect": cut.aspect.value,
            "profile": cut.profile.value,
            "brand": cut.brand,
            "title": cut.title,
        },
        (5, middle),
    )
    for segment in segments:
        drawing.join(segment, "segment", assemble, "segments")
    if cut.music is not None:
        music = drawing.add("music", "music", cut.music, (4, len(cut.clips)))
        drawing.join(music, "music", assemble, "music")
    output = drawing.add("output", "output", {}, (6, middle))
    drawing.join(assemble, "video", output, "result")
    return Graph(tuple(drawing.nodes), tuple(drawing.edges))


def _segment(drawing: _Drawing, cut: Cut, clip: CutClip, row: int) -> str:
    number = row + 1
    kind, port = ("footage", "video") if clip.kind == "video" else ("asset", "image")
    picture = drawing.add(f"clip-{number}", kind, {"asset": clip.asset}, (0, row))
    segment = drawing.add(f"segment-{number}", "segment", dict(_shown(clip)), (4, row))
    drawing.join(picture, port, segment, "picture")
    text = clip.text.strip()
    if text:
        drawing.add(f"text-{number}", "prompt", {"text": text}, (1, row))
    speech = _speech(drawing, cut, clip, row)
    if speech:
        drawing.join(speech, "audio", segment, "speech")
    if cut.look is not None and (speech or text):
        captions = drawing.add(
            f"captions-{number}", "captions", dict(_captions(cut.look, cut, clip)), (3, row)
        )
        if speech:
            drawing.join(speech, "audio", captions, "speech")
        if text:
            drawing.join(f"text-{number}", "text", captions, "text")
        drawing.join(captions, "captions", segment, "captions")
    return segment


def _speech(drawing: _Drawing, cut: Cut, clip: CutClip, row: int) -> str:
    """The Node that speaks during the clip, "" when none does."""
    number = row + 1
    if clip.recording:
        return drawing.add(f"speech-{number}", "recording", {"asset": clip.recording}, (2, row))
    if cut.voice is None or not clip.text.strip():
        return ""
    voice = cut.voice
    params: dict[str, object] = {
        "provider": voice.provider,
        "model": voice.model,
        "voice": voice.voice,
        "language": cut.language,
        "speed": voice.speed,
    }
    room = clip.seconds or clip.length
    if room and _SHORTEST_FIT + LEAD + TAIL <= room <= _LONGEST_FIT:
        params["seconds"] = room
    speech = drawing.add(f"speech-{number}", "speech", params, (2, row))
    drawing.join(f"text-{number}", "text", speech, "text")
    return speech


def _shown(clip: CutClip) -> Iterator[tuple[str, object]]:
    yield "seconds", clip.seconds
    yield "fit", clip.fit.value
    yield "focus_x", clip.focus[0]
    yield "focus_y", clip.focus[1]
    yield "transition", clip.transition.value
    yield "transition_seconds", clip.transition_seconds
    yield "keep_sound", clip.keep_sound
    yield "moves", clip.moves


def _captions(look: CaptionLook, cut: Cut, clip: CutClip) -> Iterator[tuple[str, object]]:
    yield "style", look.style
    yield "centre", look.centre
    yield "scale", look.scale
    yield "font", look.font
    yield "colour", look.colour
    yield "active", look.active
    yield "box", look.box
    yield "is_burned", look.is_burned
    yield "language", cut.language
    yield "edits", [dict(edit) for edit in clip.edits]
    if not clip.recording and cut.voice is None:
        yield "seconds", clip.seconds or clip.length or STILL
