"""One Piece: what it is made of, and how it is encoded."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vidgenie.domain.ports.provider import Progress
from vidgenie.domain.timeline import FPS, Placed, Profile, TransitionKind
from vidgenie.errors import RenderFailed
from vidgenie.media import ff
from vidgenie.media.assembly.boxes import frames_of
from vidgenie.media.assembly.containers import reading
from vidgenie.media.assembly.facts import Clip, Scenery, Still, resolved
from vidgenie.media.assembly.graph import clip_chain, window
from vidgenie.media.assembly.plan import Layer, Piece
from vidgenie.media.assembly.profiles import BT709, preset_of, x264
from vidgenie.media.cache import key_of

VERSION = 1
"""Of how pieces are made; another number makes all of them anew."""
_CHILD = "vidgenie.media.assembly.feed_child"
_SHORTEST, _EACH = 120, 2.0  # s, for all and for each frame
_XFADE: Mapping[TransitionKind, str] = {
    TransitionKind.FADE: "fade",
    TransitionKind.SLIDE: "slideleft",
    TransitionKind.ZOOM: "zoomin",
    TransitionKind.WIPE: "wipeleft",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The captions of a Piece. script: an ASS file's text. fonts: the folder it needs."""

    script: str
    fonts: Path


@dataclass(frozen=True, slots=True)
class Work:
    """A Piece with everything it is made of.

    placed: the Shots of its layers, in their order.
    """

    piece: Piece
    placed: tuple[Placed, ...]
    scenery: Scenery
    size: tuple[int, int]
    profile: Profile
    words: Words | None

    @property
    def key(self) -> str:
        """Its name in the cache: what it looks like, not where it comes in the video."""
        stamp = self.scenery.stamp
        return key_of(
            VERSION,
            [
                self._layer(layer, at)
                for layer, at in zip(self.piece.layers, self.placed, strict=True)
            ],
            *(self.piece.kind.value, self.piece.frames, self.size, preset_of(self.profile)),
            stamp and (stamp.key, stamp.x, stamp.y),
            self.words and (self.words.script, self.words.fonts.name),
        )

    def _layer(self, layer: Layer, placed: Placed) -> object:
        picture = self.scenery.pictures[layer.shot]
        if isinstance(picture, Clip):
            look = resolved(placed.shot.fit, placed.shot.focus)
            return "clip", picture.sha256, look, layer.first
        # One that does not move looks the same at any moment.
        moment = (layer.first, placed.frames) if placed.shot.moves else ()
        return "still", picture.key, moment


@dataclass(slots=True)
class _Graph:
    """The inputs and filters of one ffmpeg; stills: what a child of ours feeds into it."""

    inputs: list[str] = field(default_factory=list[str])
    filters: list[str] = field(default_factory=list[str])
    stills: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    count: int = 0

    def add(self, args: Sequence[str]) -> int:
        """Read one more file; its number."""
        self.inputs += args
        self.count += 1
        return self.count - 1


async def encode(work: Work, target: Path, *, threads: int, progress: Progress) -> None:
    """Write the Piece to `target`: H.264 without sound, exactly its frames.

    progress: told which part is done. Raises RenderFailed, StorageFull.
    """
    script = target.with_suffix(".ass")
    try:
        if work.words:
            await asyncio.to_thread(script.write_text, work.words.script, encoding="utf-8")
        await _run(work, script, target, threads, progress)
    finally:
        script.unlink(missing_ok=True)
    found = await asyncio.to_thread(frames_of, target)
    if found != work.piece.frames:
        raise RenderFailed(
            "The picture or video could not be made.",
            reason="wrong_frames",
            found=found,
            wanted=work.piece.frames,
        )


async def _run(work: Work, script: Path, target: Path, threads: int, progress: Progress) -> None:
    graph = _graph(work, script)
    args = [
        *("-xerror", "-filter_complex_threads", "1", *graph.inputs),
        *("-filter_complex", ";".join(graph.filters), "-map", "[out]"),
        *x264(work.profile, threads=threads),
        f"file:{target}",
    ]
    timeout = _SHORTEST + _EACH * work.piece.frames
    if graph.stills:
        request = {"args": ["-hide_banner", "-nostdin", "-y", "-loglevel", "error", *args]}
        request |= {"stills": graph.stills}
        await ff.run_python(_CHILD, request, timeout=timeout, progress=progress)
    else:
        seconds = work.piece.frames / FPS
        await ff.run(args, timeout=timeout, progress=progress, seconds=seconds)


def _graph(work: Work, script: Path) -> _Graph:
    graph = _Graph()
    names = list[str]()
    for layer, placed in zip(work.piece.layers, work.placed, strict=True):
        names.append(f"l{len(names)}")
        _add_layer(graph, work, layer, placed, names[-1])
    last = names[0]
    if len(names) > 1:
        kind, seconds = _XFADE[work.piece.kind], work.piece.frames / FPS
        joined = "".join(f"[{name}]" for name in names)
        graph.filters.append(f"{joined}xfade=transition={kind}:duration={seconds:.6f}:offset=0[j]")
        last = "j"
    if stamp := work.scenery.stamp:
        number = graph.add(["-f", "png_pipe", "-i", f"file:{stamp.path}"])
        colours = "scale=out_color_matrix=bt709:out_range=tv,format=yuva420p"
        graph.filters.append(f"[{number}:v]{colours}[s]")
        graph.filters.append(f"[{last}][s]overlay={stamp.x}:{stamp.y}:format=yuv420[o]")
        last = "o"
    graph.filters.append(f"[{last}]{BT709}[out]")
    return graph


def _add_layer(graph: _Graph, work: Work, layer: Layer, placed: Placed, name: str) -> None:
    picture, frames = work.scenery.pictures[layer.shot], work.piece.frames
    if isinstance(picture, Clip):
        seen = window(picture.facts, layer.first, frames)
        seek = ["-noaccurate_seek", "-ss", str(seen.seek)] if seen.seek else []
        read = reading(picture.path, picture.facts.demuxer)
        number = graph.add(["-threads", "1", "-an", *seek, "-t", f"{seen.seconds:.3f}", *read])
        chain = clip_chain(
            picture.facts,
            seen,
            size=work.size,
            fit=placed.shot.fit,
            focus=resolved(placed.shot.fit, placed.shot.focus)[1],
            names=(f"{number}:{picture.facts.stream}", name, name),
        )
        graph.filters.append(chain)
        return
    moves = placed.shot.moves
    drawn = work.size if moves else picture.size
    source = f"pipe:still{len(graph.stills)}" if moves else f"file:{picture.path}"
    kind = ("-f", "rawvideo", "-pixel_format", "yuv420p", "-framerate", str(FPS))
    number = graph.add([*kind, "-video_size", f"{drawn[0]}x{drawn[1]}", "-i", source])
    held = "" if moves else f"tpad=stop=-1:stop_mode=clone,trim=end_frame={frames},"
    graph.filters.append(f"[{number}:v]{held}setpts=N/({FPS}*TB),setsar=1,{BT709}[{name}]")
    if moves:
        graph.stills.append(_fed(picture, layer, placed, work))


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
