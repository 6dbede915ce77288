"""Names of people and of their tokens."""

from vidgenie.errors import InvalidInput

_LONGEST = 80


def check_name(name: str) -> str:
    """The name, trimmed. Raises InvalidInput."""
    name = name.strip()
    if len(name) > _LONGEST:
        raise InvalidInput(
            f"A name has at most {_LONGEST} characters.",
            field="name",
            problem="too_long",
            max=_LONGEST,
        )
    if not name.isprintable():
        raise InvalidInput(
            "A name has letters, digits and signs only.", field="name", problem="malformed"
        )
    return name
