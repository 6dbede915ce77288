"""What part of a picture is seen, and where."""

from dataclasses import dataclass

from vidgenie.domain.timeline import Fit

_MOST_CUT = 0.25
"""Part of a picture that AUTO may cut off: a photo of 3:4 still fills a frame of 9:16."""
_HAIR = 1e-9


@dataclass(frozen=True, slots=True)
class Rect:
    """A part of a picture, in pixels; all even, because colour has half as many points."""

    x: int
    y: int
    width: int
    height: int


def is_filled(fit: Fit, shown: tuple[float, float], size: tuple[int, int]) -> bool:
    """Whether the picture covers the frame, else all of it is seen.

    shown: (width, height) as it looks, in any unit. size: of the frame.
    """
    if fit is not Fit.AUTO:
        return fit is not Fit.FIT
    one, other = shown[0] / shown[1], size[0] / size[1]
    return 1 - min(one, other) / max(one, other) <= _MOST_CUT + _HAIR


def covering(
    pixels: tuple[int, int], shape: float, size: tuple[int, int], focus: tuple[float, float]
) -> Rect:
    """The part of the picture that fills the frame; around the focus, as far as it goes.

    pixels: (width, height) of the picture. shape: width of one of its pixels to its height.
    focus: (x, y) parts of its width and height.
    """
    width, height = pixels
    wanted = size[0] / size[1] / shape
    if width / height > wanted:
        width = round(height * wanted)
    else:
        height = round(width / wanted)
    width, height = _even(min(width, pixels[0])), _even(min(height, pixels[1]))
    x = _place(focus[0], pixels[0], width)
    y = _place(focus[1], pixels[1], height)
    return Rect(x, y, width, height)


def contained(shown: tuple[float, float], size: tuple[int, int]) -> Rect:
    """Where the frame shows all of the picture, in its middle."""
    scale = min(size[0] / shown[0], size[1] / shown[1])
    width = min(_even(round(shown[0] * scale)), size[0])
    height = min(_even(round(shown[1] * scale)), size[1])
    return Rect(_down((size[0] - width) // 2), _down((size[1] - height) // 2), width, height)


def _place(focus: float, length: int, part: int) -> int:
    """Where a part begins whose middle is near the focus."""
    return _down(round(min(max(focus * length - part / 2, 0), length - part)))


def _even(number: int) -> int:
    return max(2, _down(number))


def _down(number: int) -> int:
    return number - number % 2
