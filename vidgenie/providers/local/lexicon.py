"""Reading a prompt: which place, moment, weather, mood and things it asks for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """What a prompt asks for; "" where it does not say.

    language: "fr" or "en".
    subjects: names of the things to show, the most wanted first.
    words: the person's words, without accents and capitals.
    """

    language: str = "en"
    place: str = ""
    time: str = ""
    weather: str = ""
    mood: str = ""
    season: str = ""
    landmark: str = ""
    colours: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
