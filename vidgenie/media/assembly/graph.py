"""The filters that make frames of one kind of everything: size, rate, colours, number."""

from dataclasses import dataclass

from vidgenie.domain.timeline import FPS, Fit
from vidgenie.media.assembly.facts import ClipFacts
from vidgenie.media.assembly.geometry import contained, covering, is_filled
from vidgenie.media.assembly.profiles import BT709

_BLUR_PART = 6  # the background is blurred at this part of its size
_GRID = f"fps={FPS}:start_time=0:round=near"
_HAIR = 0.01  # of a frame
_LIGHT = (
    # What is brighter than a screen is brought down to it, by its brightness in linear light.
    "zscale=transfer=linear:npl=203,format=gbrpf32le,zscale=primaries=bt709,"
    "tonemap=mobius:desat=0,zscale=transfer=bt709:matrix=bt709:range=tv,format=yuv420p"
)


@dataclass(frozen=True, slots=True)
class Window:
    """Which frames of a clip are shown.

    seek: whole seconds from where it is read. skip: frames at FPS that are left out then.
    held: how often its first frame is shown before it starts. frames: that come out.
    """

    seek: int
    skip: int
    held: int
    frames: int


def window(facts: ClipFacts, first: int, frames: int) -> Window:
    """What to read for frames that begin with `first` of the Shot; below 0 it is held."""
    latest = int(facts.last * FPS + 0.5 - _HAIR)
    start = min(max(first, 0), latest)
    seek = start // FPS
    return Window(seek, start - seek * FPS, max(-first, 0), frames)


def clip_chain(  # noqa: PLR0913  # what is seen, and how
    facts: ClipFacts,
    seen: Window,
    *,
    size: tuple[int, int],
    fit: Fit,
    focus: tuple[float, float],
    names: tuple[str, str, str],
) -> str:
    """The filters from a clip to exactly `seen.frames` frames of `size`.

    names: of what goes in, of what comes out, and one that labels between them begin with.
    """
    source, target, own = names
    before = ["bwdif=mode=send_frame:deint=interlaced"] if facts.is_interlaced else []
    choice = [_GRID]
    if seen.skip:
        choice.append(f"trim=start_frame={seen.skip}")
    if seen.held:
        choice.append(f"tpad=start={seen.held}:start_mode=clone")
    # What is thrown away is not scaled first, and what is shown twice is scaled once.
    if facts.rate > FPS + 1 or seen.skip:
        before, choice = [*before, *choice, "setpts=PTS-STARTPTS"], []
    end = ["tpad=stop=-1:stop_mode=clone", f"trim=end_frame={seen.frames}"]
    after = ",".join([*choice, *end, f"setpts=N/({FPS}*TB)", BT709])
    shown = (facts.width * facts.shape, float(facts.height))
    if is_filled(fit, shown, size):
        part = covering((facts.width, facts.height), facts.shape, size, focus)
        if (part.width, part.height) != (facts.width, facts.height):
            before.append(f"crop={part.width}:{part.height}:{part.x}:{part.y}")
        is_same = (part.width, part.height) == size and facts.is_plain
        if not is_same or facts.matrix != "bt709":
            before.append(_scaled(facts, size))
        before += ["setsar=1", "format=yuv420p"]
        return f"[{source}]{','.join(before)},{after}[{target}]"
    part = contained(shown, size)
    before += [_scaled(facts, (part.width, part.height)), "setsar=1", "format=yuv420p"]
    front, back, far = f"{own}f", f"{own}b", f"{own}r"
    return (
        f"[{source}]{','.join(before)},split[{front}][{back}];"
        f"[{back}]{_blurred((part.width, part.height), size)}[{far}];"
        f"[{far}][{front}]overlay={part.x}:{part.y}:format=yuv420,{after}[{target}]"
    )


def _scaled(facts: ClipFacts, size: tuple[int, int]) -> str:
    to = f"scale={size[0]}:{size[1]}:flags=bicubic"
    if facts.is_wide:
        return f"{to},{_LIGHT}"
    matrix = f":in_color_matrix={facts.matrix}" if facts.matrix else ""
    return f"{to}{matrix}:out_color_matrix=bt709:out_range=tv"


def _blurred(front: tuple[int, int], size: tuple[int, int]) -> str:
    """What covers the frame behind a picture that does not: itself, blurred and darker."""
    small = (size[0] // _BLUR_PART, size[1] // _BLUR_PART)
    part = covering(front, 1.0, size, (0.5, 0.5))
    return (
        f"crop={part.width}:{part.height}:{part.x}:{part.y},"
        f"scale={small[0]}:{small[1]}:flags=bilinear,gblur=sigma=8,"
        f"lutyuv=y=16+(val-16)*0.8,scale={size[0]}:{size[1]}:flags=bilinear,setsar=1"
    )
