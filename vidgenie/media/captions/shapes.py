"""Shapes in the drawing language of ASS."""

_CURVE = 0.4477  # of the radius: where the handles of a quarter of a circle begin


def rounded(width: float, height: float, radius: float) -> str:
    """A rectangle with round corners, from (0, 0); pixels."""
    right, low = round(width), round(height)
    radius = round(min(radius, width / 2, height / 2))
    near = round(radius * _CURVE)
    points = [
        ("m", radius, 0),
        ("l", right - radius, 0),
        ("b", right - near, 0, right, near, right, radius),
        ("l", right, low - radius),
        ("b", right, low - near, right - near, low, right - radius, low),
        ("l", radius, low),
        ("b", near, low, 0, low - near, 0, low - radius),
        ("l", 0, radius),
        ("b", 0, near, near, 0, radius, 0),
    ]
    return " ".join(str(part) for point in points for part in point)
