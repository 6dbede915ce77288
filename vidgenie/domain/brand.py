"""Brand: what makes all videos of somebody look like theirs."""

from dataclasses import dataclass

from vidgenie.domain.files import FileValue
from vidgenie.domain.timeline import Logo


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand kit, its files found.

    logo: above every Shot. intro, outro: pictures or clips before and after all Shots.
    font, colour, active, box: for Captions whose look leaves them open; see CaptionLook.
    """

    name: str
    logo: Logo | None = None
    intro: FileValue | None = None
    outro: FileValue | None = None
    font: str = ""
    colour: str = ""
    active: str = ""
    box: str = ""
