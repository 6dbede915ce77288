"""Names people give to what they keep."""

from vidgenie.errors import InvalidInput

_JOINER = "\N{ZERO WIDTH JOINER}"  # it makes one emoji of several


def check_name(typed: str, *, longest: int) -> str:
    """The name without needless spaces. longest: characters. Raises InvalidInput (field name)."""
    name = " ".join(typed.split())
    if not name:
        raise InvalidInput("Give it a name.", field="name", problem="empty")
    if len(name) > longest:
        raise InvalidInput(
            f"A name has at most {longest} characters.",
            field="name",
            problem="too_long",
            max=longest,
        )
    if not name.replace(_JOINER, "").isprintable():
        raise InvalidInput(
            "A name has letters, digits and signs only.", field="name", problem="malformed"
        )
    return name
