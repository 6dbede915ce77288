"""Providers that speak, without a sound."""

import asyncio
import wave
from typing import ClassVar

from vidgenie.domain.ports.declared import KeyForm, SpeechModel, Voice
from vidgenie.domain.ports.provider import Job, JobStatus
from vidgenie.domain.ports.speech import SpeechProvider
from vidgenie.errors import InvalidInput


class Throat(SpeechProvider):
    """This server's: a second of silence, whatever is said."""

    slug: ClassVar[str] = "local"
    title: ClassVar[str] = "Throat"
    demo: ClassVar[bool] = True
    on_this_machine: ClassVar[bool] = True
    repeatable: ClassVar[bool] = True
    models: ClassVar[tuple[SpeechModel, ...]] = (
        SpeechModel("throat", 5000, (0.5, 2.0), languages=("fr", "en")),
    )
    voices: ClassVar[tuple[Voice, ...]] = (
        Voice("marie", "Marie", ("fr",)),
        Voice("joe", "Joe", ("en",)),
        Voice("gone", "Gone", ("fr",)),
    )

    def __init__(self):
        self.said = []

    async def list_voices(self, call):
        return self.voices[:2]

    def check(self, request):
        if not request.text.strip():
            raise InvalidInput("Say something.", field="text", problem="missing")

    async def submit(self, request, call):
        return Job("job", JobStatus.SUCCEEDED)

    async def poll(self, job, call):
        return job

    async def deliver(self, job, request, call, *, target, progress):
        self.said.append(request)
        with wave.open(str(target), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8000)
            file.writeframes(bytes(16_000))
        return {"words": '[["Bonjour.", 0.1, 0.9]]'}


class Studio(Throat):
    """A service that lists voices; `mood` is what it does when it is asked."""

    slug: ClassVar[str] = "studio"
    title: ClassVar[str] = "Studio"
    demo: ClassVar[bool] = False
    on_this_machine: ClassVar[bool] = False
    repeatable: ClassVar[bool] = False
    key_form: ClassVar[KeyForm | None] = KeyForm("STUDIO_KEY", "sk-...", "https://s.example")
    models: ClassVar[tuple[SpeechModel, ...]] = (SpeechModel("studio", speeds=(0.7, 1.2)),)
    voices: ClassVar[tuple[Voice, ...]] = (Voice("george", "George"),)

    def __init__(self, mood=None):
        super().__init__()
        self.mood = mood
        self.asked = []

    async def list_voices(self, call):
        self.asked.append(call.key)
        if isinstance(self.mood, Exception):
            raise self.mood
        if self.mood == "silent":
            await asyncio.sleep(600)
        return (
            Voice("zoe", "Zoé", ("fr",), "https://s.example/zoe.mp3"),
            Voice("ann", "Ann", ("en",), "http://s.example/ann.mp3"),
        )
