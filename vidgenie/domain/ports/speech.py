"""Port: anything that speaks."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from vidgenie.domain.ports.declared import SpeechModel, Usage, Voice
from vidgenie.domain.ports.provider import Call, Kind, MediaProvider
from vidgenie.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """One text to say.

    text: 1 character or more, in `language`.
    voice: a Voice's id, "" for the Provider's default in this language.
    language: two letters, as "fr".
    speed: 1.0 is normal.
    before, after: what is said just before and after, for the melody; "" = nothing.
    model: the Provider's model, "" for its default.
    """

    text: str
    voice: str = ""
    language: str = "fr"
    speed: float = 1.0
    seed: int = 0
    before: str = ""
    after: str = ""
    model: str = ""


class SpeechProvider(MediaProvider[SpeechRequest]):
    """Makes one audio file: WAV, MP3 or M4A.

    What `deliver` returns holds "words" where the model has timings: a JSON list of
    [text, start, end], in seconds from the beginning, in the spelling of the request.

    models: what it speaks with, the default one first; at least one.
    voices: those known without asking, the default one first.
    """

    kind: ClassVar[Kind] = Kind.SPEECH
    models: ClassVar[tuple[SpeechModel, ...]] = (SpeechModel(),)
    voices: ClassVar[tuple[Voice, ...]] = ()

    @abstractmethod
    async def list_voices(self, call: Call) -> Sequence[Voice]:
        """The voices this key can use; `voices` where the service has no list. Free.

        Raises as `validate`.
        """

    def model(self, request: SpeechRequest) -> SpeechModel:
        """The model the request names, or the default one. Raises InvalidInput."""
        found = next((m for m in self.models if request.model in ("", m.name)), None)
        if found is None:
            raise InvalidInput(
                f"{self.title} has no such model.",
                field="model",
                problem="unsupported",
                allowed=[known.name for known in self.models],
            )
        return found

    def usage(self, request: SpeechRequest) -> Usage | None:
        """Thousands of characters."""
        if not self.costs:
            return None
        return Usage(request.model or self.models[0].name, units=len(request.text) / 1000)
