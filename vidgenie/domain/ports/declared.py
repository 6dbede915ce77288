"""What Providers declare about themselves: pages, quotes and tests read it, nobody else knows."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class KeyForm:
    """What people should know about a service's key, and how to tell it from others.

    name: the environment variable of the installation's own key, as OPENAI_API_KEY.
    example: what a key looks like, as "sk-...".
    pattern: regular expression of a whole key that belongs to this service and no
        other; "" when its keys have no shape of their own.
    url: where to get one.
    holder: the slug the key is kept under, when Providers with other slugs use it too;
        "" = the Provider's own. All of them declare the same form.
    title: whose key it is, when that is not the Provider's own title.
    also: other environment variables it may be in.
    is_optional: the Provider works without one.
    accepts: slugs of other holders whose keys will do as well.
    is_json: a service account's JSON file will do as well; see `vault.keys`.
    """

    name: str
    example: str
    url: str
    pattern: str = ""
    holder: str = ""
    title: str = ""
    also: tuple[str, ...] = ()
    is_optional: bool = False
    accepts: tuple[str, ...] = ()
    is_json: bool = False


class OptionKind(StrEnum):
    """How an Option is typed in."""

    ADDRESS = "address"  # of a server: http:// or https://, without a slash at the end
    TEXT = "text"
    CHOICE = "choice"
    SWITCH = "switch"  # "true" or "false"
    CONSENT = "consent"  # "true" once a warning was accepted
    USD = "usd"  # dollars, as "0.05"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of a Provider that an Account types in, and that is no secret.

    name: as in `Call.options`; `address` becomes `Call.base_url`.
    default: what holds when nothing was typed in; "" = nothing.
    allowed: of a choice.
    is_required: without it the Provider is off.
    Labels, hints and warnings are in the catalogue `option`, as "<slug>.<name>".
    """

    name: str
    kind: OptionKind
    default: str = ""
    allowed: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """A row of the list prices: what a Provider itself charges for one `unit`.

    micro_usd: millionths of a US dollar.
    unit: prompt, image, second, clip or thousand_characters.
    as_of: date of the source, as 2026-11-20.
    model, what: which model, and which of its variants, as "720p" or "high 5s"; "" = any.
    source: who says so, in a few words.
    """

    micro_usd: int
    unit: str
    as_of: str
    model: str = ""
    what: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of a service a request uses: `units` of the Cost with this model and variant."""

    model: str = ""
    what: str = ""
    units: float = 1.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How a job is followed, in seconds.

    first: before the first question. every: between two; it grows to `longest`.
    deadline: after this the job is given up for now: it may still end.
    """

    first: float = 2.0
    every: float = 2.0
    longest: float = 15.0
    deadline: float = 600.0


class Finds(StrEnum):
    """What asking for a job whose submission got no answer tells."""

    NEVER = "never"  # there is nothing to ask
    PRESENCE = "presence"  # one that is found was taken; one that is not may have been
    SURELY = "surely"  # one that is not found was not taken


@dataclass(frozen=True, slots=True)
class VideoModel:
    """One model of a video Provider.

    name: its id at the service; "" when there is only one and it has no name.
    modes: what it starts from: text, image, video.
    seconds: the lengths it makes, ascending, from text or a picture. Lengths between
        are cut from the next longer one.
    sizes: (width, height) it makes, upright; larger ones are scaled up from the largest.
    sound: "none", "always" or "choice".
    source_seconds: of the longest clip it can change; 0 when it changes none.
    prompt_limit: characters.
    """

    name: str = ""
    modes: frozenset[str] = frozenset({"text", "image"})
    seconds: tuple[int, ...] = ()
    sizes: tuple[tuple[int, int], ...] = ((720, 1280), (1080, 1920))
    sound: str = "none"
    source_seconds: float = 0.0
    prompt_limit: int = 10_000

    def length(self, seconds: int) -> int | None:
        """The shortest length it makes that is not too short, None when all are."""
        return next((known for known in self.seconds if known >= seconds), None)


@dataclass(frozen=True, slots=True)
class ImageModel:
    """One model of an image Provider.

    name: its id at the service. max_side: longest side, in pixels.
    takes_image: it can start from a picture.
    """

    name: str = ""
    max_side: int = 2048
    takes_image: bool = False
    styles: tuple[str, ...] = ("vivid", "natural")
    qualities: tuple[str, ...] = ("standard", "hd")
    prompt_limit: int = 10_000


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of a speech Provider.

    id: as the service knows it. languages: it speaks well, as "fr"; empty = any.
    preview: address of a sample, "" when there is none.
    """

    id: str
    title: str
    languages: tuple[str, ...] = ()
    preview: str = ""


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """One model of a speech Provider.

    name: its id at the service. limit: characters in one request.
    speeds: slowest and fastest, 1.0 is normal. has_timings: it tells when each word is said.
    """

    name: str = ""
    limit: int = 4096
    speeds: tuple[float, float] = (1.0, 1.0)
    has_timings: bool = False
    languages: tuple[str, ...] = field(default=())
