"""How a picture drifts: slowly nearer or farther, and a little to one side."""

MARGIN = 1.1
"""A picture that moves is drawn this many times larger than the frame."""
_NEAREST = 1.02  # times the frame's size; nothing is ever enlarged
_BESIDE = 30  # frames it may be seen before and after its Shot, in joints, and some more
_SIDE = 0.7  # part of what is left over that it moves sideways


def margin_size(size: tuple[int, int]) -> tuple[int, int]:
    """(width, height) of the picture that a frame of `size` moves over, both even."""
    width, height = (round(side * MARGIN / 2) * 2 for side in size)
    return width, height


def box(
    frame: int, frames: int, *, way: int, size: tuple[int, int], drawn: tuple[int, int]
) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of what a frame shows of the picture, in its pixels.

    frame: of the Shot, may lie up to a second outside of it. frames: of the Shot.
    way: which of the eight ways to move. size, drawn: of the frame, of the picture.
    """
    gone = min(max((frame + _BESIDE) / (frames + 2 * _BESIDE), 0.0), 1.0)
    near = gone if way & 1 else 1 - gone
    aside = (way >> 1 & 1) * 2 - 1, (way >> 2 & 1) * 2 - 1
    scale = MARGIN - (MARGIN - _NEAREST) * near
    found = list[float]()
    for length, whole, to in zip(size, drawn, aside, strict=True):
        part = min(length * scale, whole)
        found.append((whole - part) / 2 * (1 + _SIDE * to))
        found.append(part)
    left, width, top, height = found
    return left, top, left + width, top + height
