"""ElevenLabs' test data."""

from dataclasses import replace

import httpx

from tests.providers.cases import SPEECH, Case, Golden
from vidgenie.domain.ports.speech import SpeechRequest

_BONJOUR = SpeechRequest("Bonjour", voice="VOICE", seed=1, before="a", after="b")


def referee(base_url: str, key: str) -> None:
    """Looks at the account, its voices and models, and speaks, as their SDK does.

    The SDK takes whatever it gets; its types do not, when they are asked to look.
    """
    from elevenlabs import ElevenLabs, types  # noqa: PLC0415  # tests only, and slow
    from pydantic import TypeAdapter  # noqa: PLC0415  # with them

    answers: list[object] = []

    def keep(response: httpx.Response) -> None:
        response.read()
        answers.append(response.json())

    with httpx.Client(event_hooks={"response": [keep]}) as client:
        api = ElevenLabs(api_key=key, base_url=base_url, httpx_client=client)
        once = {"max_retries": 0}
        api.user.subscription.get(request_options=once)
        api.models.list(request_options=once)
        api.voices.search(page_size=100, request_options=once)
        api.text_to_speech.convert_with_timestamps(
            "JBFqnCBsd6RMkjVDRZzb",
            text="A heron at dawn.",
            model_id="eleven_multilingual_v2",
            output_format="mp3_44100_128",
            request_options=once,
        )
    kinds = (
        types.Subscription,
        list[types.Model],
        types.GetVoicesV2Response,
        types.AudioWithTimestampsResponse,
    )
    for kind, said in zip(kinds, answers, strict=True):
        TypeAdapter(kind).validate_python(said)


CASES = {
    "speech": Case(
        SPEECH,
        replace(SPEECH, speed=2.0),
        golden=(
            Golden(
                "elevenlabs user.subscription.get (key check + quota)",
                lambda provider, call: provider.validate(call),
            ),
            Golden("elevenlabs models.list", lambda provider, call: provider._ask_models(call)),
            Golden("elevenlabs voices.search", lambda provider, call: provider.list_voices(call)),
            Golden(
                "elevenlabs with-timestamps",
                lambda provider, call: provider.submit(_BONJOUR, call),
            ),
        ),
        spec="elevenlabs",
        referee=referee,
    )
}
