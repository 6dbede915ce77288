"""The commands that make a Piece: inputs, filters, and what is fed to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from vidgenie.domain.timeline import FPS, Placed, TransitionKind
from vidgenie.media.assembly.containers import reading
from vidgenie.media.assembly.facts import Clip, Still, resolved
from vidgenie.media.assembly.graph import clip_chain, window
from vidgenie.media.assembly.plan import Layer
from vidgenie.media.assembly.profiles import BT709
from vidgenie.media.assembly.work import Work
from vidgenie.media.captions.burn import filter_of
from vidgenie.media.review.watching import branch

QUIET = ("-hide_banner", "-nostdin", "-y", "-loglevel", "error")
_SLOW = ("-xerror", "-filter_complex_threads", "1")
_XFADE: Mapping[TransitionKind, str] = {
    TransitionKind.FADE: "fade",
    TransitionKind.SLIDE: "slideleft",
    TransitionKind.WIPE: "wipeleft",
}
_TO_RGB = "scale=in_color_matrix=bt709:in_range=tv:out_range=pc,format=rgb24"
_FROM_RGB = "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"
_RGB = ("-f", "rawvideo", "-pix_fmt", "rgb24")


@dataclass(slots=True)
class Command:
    """An ffmpeg that makes frames. stills: what a child of ours feeds into it."""

    inputs: list[str] = field(default_factory=list[str])
    filters: list[str] = field(default_factory=list[str])
    stills: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    count: int = 0
    last: str = ""

    def read(self, args: Sequence[str]) -> int:
        """Read one more file; its number."""
        self.inputs += args
        self.count += 1
        return self.count - 1

    def then(self, chain: str, name: str, *more: str) -> None:
        """Put filters behind the last ones, and behind others that are named."""
        before = "".join(f"[{one}]" for one in (self.last, *more) if one)
        self.filters.append(f"{before}{chain}[{name}]")
        self.last = name

    def args(self, chain: str, output: Sequence[str]) -> list[str]:
        """The arguments without the program. chain: the last filters."""
        filters = ";".join([*self.filters, f"[{self.last}]{chain}[out]"])
        return [*_SLOW, *self.inputs, "-filter_complex", filters, "-map", "[out]", *output]


@dataclass(frozen=True, slots=True)
class Papers:
    """Files beside a Piece in the making. script: its captions. report: what is noticed."""

    script: Path
    report: Path


def filtered(work: Work, papers: Papers, output: Sequence[str]) -> tuple[list[str], Command]:
    """The arguments that make the whole Piece by filters."""
    command = Command()
    names = list[str]()
    for number in range(len(work.piece.layers)):
        names.append(f"l{number}")
        _add_layer(command, work, number, names[-1])
    command.last = names[0]
    if len(names) > 1:
        kind, seconds = _XFADE[work.piece.kind], work.piece.frames / FPS
        command.then(f"xfade=transition={kind}:duration={seconds:.6f}:offset=0", "j", names[1])
    _add_above(command, work, papers)
    return command.args(BT709, output), command


def layers(work: Work) -> list[dict[str, object]]:
    """What makes the frames of every layer for `effects_child`."""
    found = list[dict[str, object]]()
    for number in range(len(work.piece.layers)):
        command = Command()
        _add_layer(command, work, number, "l")
        command.last = "l"
        args = command.args(_TO_RGB, [*_RGB, "pipe:1"])
        found.append({"args": [*QUIET, *args], "still": next(iter(command.stills), None)})
    return found


def finished(work: Work, papers: Papers, output: Sequence[str]) -> list[str]:
    """The arguments that make the Piece of frames that come through "pipe:frames"."""
    command = Command()
    size = f"{work.size[0]}x{work.size[1]}"
    rate = ("-framerate", str(FPS), "-video_size", size)
    command.read(["-f", "rawvideo", "-pixel_format", "rgb24", *rate, "-i", "pipe:frames"])
    command.filters.append(f"[0:v]{_FROM_RGB},setsar=1,{BT709}[f]")
    command.last = "f"
    _add_above(command, work, papers)
    return [*QUIET, *command.args(BT709, output)]


def reading_layer(clip: Clip, first: int, frames: int) -> list[str]:
    """The arguments that read a clip from where these frames of its Shot need it.

    Nothing says where to end: that is done by the filters, which take no more than they need.
    """
    seen = window(clip.facts, first, frames)
    # Frames before the moment are read too: what is seen at it may have begun long before.
    seek = ["-noaccurate_seek", "-ss", str(seen.seek)] if seen.seek else []
    quiet = ["-threads", "1", "-an", "-sn", "-dn"]
    return [*quiet, *seek, *reading(clip.path, clip.facts.demuxer)]


def _add_above(command: Command, work: Work, papers: Papers) -> None:
    """Somebody who watches the pictures, then the logo, and captions over everything."""
    command.filters.append(f"[{command.last}]split[seen][watched]")
    command.filters.append(branch("watched", papers.report))
    command.last = "seen"
    if stamp := work.scenery.stamp:
        number = command.read(["-f", "png_pipe", "-i", f"file:{stamp.path}"])
        colours = "scale=out_color_matrix=bt709:out_range=tv,format=yuva420p"
        command.filters.append(f"[{number}:v]{colours}[s]")
        command.then(f"overlay={stamp.x}:{stamp.y}:format=yuv420", "o", "s")
    if work.words.script and work.words.fonts:
        command.then(filter_of(papers.script, work.words.fonts), "w")


def _add_layer(command: Command, work: Work, number: int, name: str) -> None:
    """The frames of one layer, under this name."""
    layer, placed = work.piece.layers[number], work.placed[number]
    picture, frames = work.scenery.pictures[layer.shot], work.piece.frames
    if isinstance(picture, Still):
        _add_still(command, work, (layer, placed, picture), name)
        return
    facts = picture.facts
    if facts.is_wide and not work.tools.has_zscale:
        facts = replace(facts, is_wide=False)
    seen = window(facts, layer.first, frames)
    chain = clip_chain(
        facts,
        seen,
        size=work.size,
        fit=placed.shot.fit,
        focus=resolved(placed.shot.fit, placed.shot.focus)[1],
        names=(f"{command.count}:{facts.stream}", name, name),
    )
    command.read(reading_layer(picture, layer.first, frames))
    command.filters.append(chain)


def _add_still(command: Command, work: Work, seen: tuple[Layer, Placed, Still], name: str) -> None:
    (layer, placed, picture), frames = seen, work.piece.frames
    moves = placed.shot.moves
    drawn = work.size if moves else picture.size
    source = f"pipe:still{len(command.stills)}" if moves else f"file:{picture.path}"
    size = ("-video_size", f"{drawn[0]}x{drawn[1]}", "-framerate", str(FPS))
    number = command.read(["-f", "rawvideo", "-pixel_format", "yuv420p", *size, "-i", source])
    held = "" if moves else f"tpad=stop=-1:stop_mode=clone,trim=end_frame={frames},"
    chain = f"{held}setpts=N/({FPS}*TB),setsar=1,{BT709}"
    command.filters.append(f"[{number}:v]{chain}[{name}]")
    if moves:
        command.stills.append(_fed(picture, layer, placed, work))


def _fed(still: Still, layer: Layer, placed: Placed, work: Work) -> dict[str, object]:
    """What the child needs to draw the frames of a picture that moves; see feed_child."""
    return {
        "path": str(still.path),
        "drawn": still.size,
        "size": work.size,
        "first": layer.first,
        "frames": work.piece.frames,
        "shot_frames": placed.frames,
        "way": int(still.key[:2], 16) % 8,
    }
