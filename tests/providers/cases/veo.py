"""Test data of Google's clips, by every kind of key, and Google's own SDK as a judge."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import ANY

from tests.providers.cases import CLIP, LEFT_OUT, Case, Golden
from tests.support import fake_media
from tests.support.services import runway, vertex
from vidgenie.domain.ports.provider import Call, Job, JobStatus
from vidgenie.domain.ports.video import ClipRequest

CAT = ClipRequest("cat", seconds=5, size=(720, 1280))
WORDS = "cat The camera moves slowly and steadily. One single continuous shot, no scene cuts."
_JOB = Job("v1_x", JobStatus.RUNNING)


async def _film(provider: Any, call: Call, **changes: Any) -> object:
    """A clip that begins with a picture."""
    with TemporaryDirectory() as folder:
        image = Path(folder) / "first.png"
        image.write_bytes(fake_media.picture((72, 128)))
        return await provider.submit(replace(CAT, image=image, **changes), call)


async def _on_vertex(provider: Any, call: Call) -> object:
    call = elsewhere(call, "vertex", vertex.new_key())
    return await _film(provider, call, seconds=8, size=(1080, 1920), seed=1)


async def _on_runway(provider: Any, call: Call) -> object:
    call = elsewhere(call, "runway", runway.KEY_HEAD + "0" * runway.KEY_LENGTH)
    address = "https://x/i.png"
    return await _film(provider, call, seconds=8, size=(1080, 1920), image_url=address)


async def _cancelled(provider: Any, call: Call) -> object:
    await provider.cancel(_JOB, call)
    # That never fails; this does when nobody is there.
    return await provider.poll(_JOB, call)


def elsewhere(call: Call, service: str, key: str) -> Call:
    """The call with a key of another kind; its service is beside the one of the call."""
    fakes = {"vertex": vertex.BASE, "runway": runway.BASE}
    origin = call.base_url.removesuffix("/veo/v1")
    base_url = origin + fakes[service] if origin else ""
    return replace(call, key=key, options={**call.options, f"base_url.{service}": base_url})


def films(base_url: str, key: str) -> None:
    """Lists models, makes a clip, follows and cancels it; then the same on Vertex."""
    from google import genai  # noqa: PLC0415  # slow to import
    from google.genai import types  # noqa: PLC0415  # as above

    options = types.HttpOptions(base_url=base_url.removesuffix("/v1"), api_version="v1")
    with genai.Client(api_key=key, http_options=options) as client:
        assert [model.name for model in client.models.list(config={"page_size": 1})]
        made = client.interactions.create(
            model="gemini-omni-1.2-flash",
            input=[{"type": "user_input", "content": [{"type": "text", "text": "a heron"}]}],
            generation_config={"video_config": {"task": "text_to_video"}},
            response_format={
                "type": "video",
                "aspect_ratio": "9:16",
                "duration": "3s",
                "resolution": "360p",
                "delivery": "uri",
            },
            background=True,
        )
        while made.status == "in_progress":
            made = client.interactions.get(id=made.id)
        assert made.status == "completed"
        assert made.output_video.uri
        assert client.interactions.cancel(id=made.id).status == "cancelled"
    vertex.referee(base_url.removesuffix("/veo/v1") + vertex.BASE)


_PLACE = "projects/films/locations/us-central1/publishers/google/models"
CASES = {
    "video": Case(
        CLIP,
        replace(CLIP, seconds=30),
        sees_credit=False,
        golden=(
            Golden("gemini models.list (key check)", lambda p, call: p.validate(call)),
            # The prompt says what no parameter does, and nobody waits for the answer.
            Golden(
                "gemini omni t2v",
                lambda p, call: p.submit(CAT, call),
                but={"input.0.content.0.text": WORDS, "background": True},
            ),
            Golden(
                "gemini omni i2v",
                _film,
                but={
                    "input.0.content.1.text": f"<FIRST_FRAME> {WORDS}",
                    "input.0.content.0.data": ANY,
                    "background": True,
                },
            ),
            Golden("gemini interactions.get", lambda p, call: p.poll(_JOB, call)),
            Golden("gemini interactions.cancel", _cancelled),
            # The recording is of an express key; a service account's requests name its
            # project and its region, and bear a token.
            Golden(
                "vertex veo generate_videos (api key/express)",
                _on_vertex,
                but={
                    "path": "https://us-central1-aiplatform.googleapis.com/v1/"
                    f"{_PLACE}/veo-3.1-fast-generate-001:predictLongRunning",
                    "headers.x-goog-api-key": LEFT_OUT,
                    "instances.0.prompt": WORDS,
                    "instances.0.image.bytesBase64Encoded": ANY,
                    # Nobody says what shall not be seen.
                    "parameters.negativePrompt": LEFT_OUT,
                },
            ),
            Golden(
                "runway i2v veo3.1_fast",
                _on_runway,
                but={
                    "promptText": WORDS,
                    "negativePrompt": LEFT_OUT,
                    # Not the key that this test calls with.
                    "headers.authorization": f"Bearer {runway.KEY_HEAD}" + "0" * runway.KEY_LENGTH,
                },
            ),
        ),
        referee=films,
    )
}
