"""Speech as OpenAI's `/audio/speech` makes it, and those who imitate it: a sound for an answer."""

import asyncio
import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vidgenie.domain.ports.declared import SpeechModel
from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.errors import InvalidInput, StorageFull
from vidgenie.wire.answers import inline, inlined, read_json
from vidgenie.wire.service import Service

_WAIT = 300.0  # s; four minutes of speech take one
_MAX_BYTES = 24_000_000  # 4096 characters at a quarter of the speed
_MOST_OF_AN_ID = 100  # characters


def check_speech(request: SpeechRequest, model: SpeechModel, title: str) -> None:
    """Raise InvalidInput for a text or a speed that the model does not take."""
    if not request.text.strip():
        raise InvalidInput("Say what shall be said.", field="text", problem="missing")
    if len(request.text) > model.limit:
        message = "This text is too long to be said at once."
        raise InvalidInput(message, field="text", problem="too_long", most=model.limit)
    slowest, fastest = model.speeds
    if not slowest <= request.speed <= fastest:
        message = f"{title} cannot speak at this speed."
        raise InvalidInput(
            message, field="speed", problem="unsupported", allowed=[slowest, fastest]
        )


async def say(service: Service, call: Call, body: Mapping[str, Any]) -> Job:
    """The sound, in the Job: it was paid for, so it travels as a `data:` address.

    One paid request; raises as `Service.order`, and ProviderRejected (unusable_answer)
    for an answer that is no sound.
    """
    answer = await service.order(
        call,
        "/audio/speech",
        body=body,
        # The SDK's own.
        accept="application/octet-stream",
        wait=_WAIT,
        max_bytes=_MAX_BYTES,
    )
    if not _is_sound(answer.content):
        kind = answer.headers.get("content-type", "")
        if kind.startswith("audio/") or read_json(answer):
            raise service.rejected("unusable_answer")
        raise service.unanswered()
    return Job(
        id=answer.headers.get("x-request-id", "")[:_MOST_OF_AN_ID] or "speech",
        status=JobStatus.SUCCEEDED,
        progress=1.0,
        url=await asyncio.to_thread(inline, answer.content),
    )


async def deliver_sound(job: Job, target: Path) -> None:
    """Write what the service said, as it is. Raises StorageFull."""
    await asyncio.to_thread(_write, job.url, target)


def _write(url: str | None, target: Path) -> None:
    try:
        target.write_bytes(inlined(url))
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StorageFull from None


def _is_sound(data: bytes) -> bool:
    """MP3, which is asked for, or WAV or M4A, which some servers only have."""
    # Layer III: the same beginning with other layers is AAC.
    is_frame = len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2
    is_wave = data[:4] == b"RIFF" and data[8:12] == b"WAVE"
    return is_frame or is_wave or data[:3] == b"ID3" or data[4:8] == b"ftyp"
