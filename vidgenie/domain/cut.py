"""Cut: clips with a text for each, and one choice of voice, captions and music for all.

A clip is there already, or is to be made; texts are there, or a script says them.

It compiles to a Graph: what the cutting room and Projects make runs on the same engine as
what is drawn on the canvas.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vidgenie.domain.captions import CaptionLook
from vidgenie.domain.clip_order import ClipOrder, draw
from vidgenie.domain.drawing import Drawing
from vidgenie.domain.graph import Graph
from vidgenie.domain.timeline import LEAD, STILL, TAIL, Aspect, Fit, Profile, TransitionKind

# Seconds of speech the `speech` Node can be asked to keep to.
_SHORTEST_FIT, _LONGEST_FIT = 1.0, 60.0


@dataclass(frozen=True, slots=True)
class CutClip:
    """One picture or clip. kind: of the Asset, image or video; length: of the clip in seconds.

    order: how it is made when there is no Asset yet. line: of the script that says its text.
    text: to say, and to show; "" = nothing. recording: Asset of somebody's own voice, ""
        = the chosen voice says it. edits: of caption words, see the `captions` Node.
    The rest: see domain.timeline.Shot.
    """

    asset: str = ""
    kind: str = ""
    order: ClipOrder | None = None
    line: int = 0
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
        `music` Node, None = none. brand: id of a kit, "" = none. script: values of the
        `script` Node that the clips' lines are from, None = there is none.
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
    script: Mapping[str, object] | None = None


def graph(cut: Cut) -> Graph:
    """The Graph that makes the Cut. A clip's Nodes are numbered from 1: clip-1, speech-1...

    A Node is there only when something needs it.
    """
    drawing = Drawing()
    if cut.script is not None:
        drawing.add("script", "script", cut.script, (-3, 0))
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
    return drawing.graph()


def _segment(drawing: Drawing, cut: Cut, clip: CutClip, row: int) -> str:
    number = row + 1
    picture, port = _picture(drawing, clip, row)
    segment = drawing.add(f"segment-{number}", "segment", dict(_shown(clip)), (4, row))
    drawing.join(picture, port, segment, "picture")
    text = _text(drawing, clip, row)
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
            drawing.join(text, "text", captions, "text")
        drawing.join(captions, "captions", segment, "captions")
    return segment


def _picture(drawing: Drawing, clip: CutClip, row: int) -> tuple[str, str]:
    """The Node that shows or makes the clip, and its port."""
    number = row + 1
    if clip.order is not None:
        return draw(drawing, clip.order, number, (0, row), line=clip.line)
    kind, port = ("footage", "video") if clip.kind == "video" else ("asset", "image")
    return drawing.add(f"clip-{number}", kind, {"asset": clip.asset}, (0, row)), port


def _text(drawing: Drawing, clip: CutClip, row: int) -> str:
    """The Node that has the text, "" when there is none."""
    name, text = f"text-{row + 1}", clip.text.strip()
    if text:
        return drawing.add(name, "prompt", {"text": text}, (1, row))
    if not clip.line:
        return ""
    drawing.add(name, "line", {"number": clip.line, "part": "text"}, (1, row))
    drawing.join("script", "script", name, "script")
    return name


def _speech(drawing: Drawing, cut: Cut, clip: CutClip, row: int) -> str:
    """The Node that speaks during the clip, "" when none does."""
    number = row + 1
    if clip.recording:
        return drawing.add(f"speech-{number}", "recording", {"asset": clip.recording}, (2, row))
    if cut.voice is None or not (clip.text.strip() or clip.line):
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
