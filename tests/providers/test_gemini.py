"""Gemini's pictures and speech: what is sent, what is made of the answer, what it costs."""

import base64
import io
import wave
from dataclasses import replace

import pytest
from PIL import Image

from tests.support import fake_media
from tests.support.services import vertex
from vidgenie.domain.costs import estimate
from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.provider import JobStatus
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.errors import InvalidInput, ProviderRejected, ProviderUnavailable, ProviderUnknown
from vidgenie.media.verify import verify_image, verify_speech
from vidgenie.providers.gemini import GeminiImage, GeminiSpeech, service, speech
from vidgenie.wire import google

HERON = ImageRequest("a heron", size=(1080, 1920))
WORDS = SpeechRequest("Un héron se pose au bord de la rivière.")
PCM = b"\x01\x02" * 1200


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "first.png"
    path.write_bytes(fake_media.picture((72, 128)))
    return path


async def test_what_is_sent_for_a_picture(services, call):
    await GeminiImage().submit(replace(HERON, seed=7), call("veo"))

    assert services.submissions[0].body == {
        "model": "gemini-3.1-flash-lite-image",
        "input": [
            {
                "type": "user_input",
                "content": [
                    {
                        "type": "text",
                        "text": "a heron\n\nStyle: vivid, dramatic light, rich colours.",
                    }
                ],
            }
        ],
        "generation_config": {"seed": 7},
        "response_modalities": ["IMAGE"],
        "response_format": {
            "type": "image",
            "aspect_ratio": "9:16",
            "image_size": "1K",
            "mime_type": "image/jpeg",
        },
    }


async def test_a_picture_to_start_from_comes_before_the_words(services, call, picture):
    await GeminiImage().submit(replace(HERON, image=picture), call("veo"))

    first, second = services.submissions[0].body["input"][0]["content"]
    assert (first["type"], first["mime_type"], second["type"]) == ("image", "image/png", "text")
    assert base64.b64decode(first["data"]) == picture.read_bytes()


@pytest.mark.parametrize(
    ("size", "ratio"),
    [
        ((512, 512), "1:1"),
        ((1024, 1792), "9:16"),
        ((1080, 1920), "9:16"),
        ((1920, 1080), "16:9"),
        ((1000, 1260), "4:5"),
    ],
)
async def test_the_nearest_shape_is_asked_for_and_fitted(size, ratio, services, call, tmp_path):
    request = replace(HERON, size=size, quality="standard")
    job = await GeminiImage().submit(request, call("veo"))
    origin = await GeminiImage().deliver(
        job, request, call("veo"), target=tmp_path / "x", progress=lambda _: None
    )

    assert services.submissions[0].body["response_format"]["aspect_ratio"] == ratio
    await verify_image(tmp_path / "x", size=size)
    with Image.open(tmp_path / "x") as picture:
        assert picture.format == "JPEG"
    assert origin["model"] == "gemini-3.1-flash-lite-image"


async def test_what_a_picture_costs_is_estimated_and_then_counted(call):
    job = await GeminiImage().submit(HERON, call("veo"))

    assert estimate(GeminiImage.costs, GeminiImage().usage(HERON)) == 33_600
    # 1120 tokens out at 30 dollars a million, 40 in at a quarter.
    assert job.cost_micro_usd == 33_610


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"size": (255, 512)}, "size"),
        ({"size": (2049, 2048)}, "size"),
        ({"size": (512, 2048)}, "size"),
        ({"style": "cubist"}, "style"),
        ({"quality": "best"}, "quality"),
        ({"model": "dall-e-3"}, "model"),
        ({"prompt": " "}, "prompt"),
        ({"prompt": "a" * 10_001}, "prompt"),
    ],
)
def test_a_picture_that_it_cannot_make_is_refused(changes, field):
    with pytest.raises(InvalidInput) as caught:
        GeminiImage().check(replace(HERON, **changes))

    assert caught.value.params["field"] == field


def test_a_picture_to_start_from_must_be_one(picture, tmp_path):
    GeminiImage().check(replace(HERON, image=picture))
    (tmp_path / "gif").write_bytes(b"GIF89a")
    with (tmp_path / "large").open("wb") as file:
        file.write(picture.read_bytes())
        file.truncate(8_000_000)

    for name, problem in (("gif", "unsupported"), ("large", "too_large")):
        with pytest.raises(InvalidInput) as caught:
            GeminiImage().check(replace(HERON, image=tmp_path / name))
        assert caught.value.params["problem"] == problem


async def test_what_is_sent_for_speech(services, call):
    await GeminiSpeech().submit(replace(WORDS, voice="Puck", seed=3), call("veo"))

    assert services.submissions[0].body == {
        "model": "gemini-3.8-flash-lite-tts",
        "input": WORDS.text,
        "generation_config": {
            "speech_config": [{"voice": "Puck", "language": "fr-FR"}],
            "seed": 3,
        },
        "response_modalities": ["AUDIO"],
    }


async def test_a_language_without_a_region_is_left_to_the_model(services, call):
    await GeminiSpeech().submit(replace(WORDS, language="zh"), call("veo"))

    (voice,) = services.submissions[0].body["generation_config"]["speech_config"]
    assert voice == {"voice": "Kore"}


@pytest.mark.parametrize("behaviour", ["", "inline"])
async def test_speech_is_a_file_whether_it_comes_as_one_or_not(behaviour, call, tmp_path):
    job = await GeminiSpeech().submit(WORDS, call("veo", behaviour))
    origin = await GeminiSpeech().deliver(
        job, WORDS, call("veo"), target=tmp_path / "x", progress=lambda _: None
    )

    facts = await verify_speech(tmp_path / "x")
    assert facts.suffix == "wav"
    assert facts.seconds == pytest.approx(2, abs=0.1)
    assert (origin["voice"], origin["language"]) == ("Kore", "fr")
    assert "words" not in origin


@pytest.mark.parametrize(
    ("told", "rate", "channels"),
    [
        ({"mime_type": "audio/l16"}, 24_000, 1),
        ({"mime_type": "audio/L16;codec=pcm;rate=16000"}, 16_000, 1),
        ({"mime_type": "audio/l16", "sample_rate": 48_000, "channels": 2}, 48_000, 2),
        ({"mime_type": "audio/pcm", "sample_rate": "fast", "channels": 9}, 24_000, 1),
        ({"mime_type": "audio/l16;rate=16000", "sample_rate": 10**9}, 16_000, 1),
    ],
)
def test_samples_get_the_head_that_the_answer_tells(told, rate, channels):
    made = speech._file({"data": base64.b64encode(PCM).decode(), **told})

    with wave.open(io.BytesIO(made)) as file:
        assert (file.getframerate(), file.getnchannels()) == (rate, channels)
        assert file.readframes(file.getnframes()) == PCM


@pytest.mark.parametrize("data", [None, "", "!", 7, ["x"]])
def test_what_is_no_sound_is_nothing(data):
    assert speech._file({"data": data, "mime_type": "audio/l16"}) == b""


def test_other_files_stay_as_they_are():
    data = base64.b64encode(b"ID3 mp3").decode()

    assert speech._file({"data": data, "mime_type": "audio/mp3"}) == b"ID3 mp3"


@pytest.mark.parametrize(("model", "dollars"), [("", 0.010), ("gemini-3.8-flash-tts", 0.015)])
def test_a_thousand_characters_have_a_price(model, dollars):
    used = GeminiSpeech().usage(replace(WORDS, model=model, text="x" * 1000))

    assert estimate(GeminiSpeech.costs, used) == round(dollars * 1_000_000)


async def test_what_was_said_is_counted(call):
    job = await GeminiSpeech().submit(WORDS, call("veo"))

    # 50 tokens out at 6 dollars a million, 40 in at half a dollar.
    assert job.cost_micro_usd == 320


async def test_voices_of_ones_own_come_first(services, call):
    voices = await GeminiSpeech().list_voices(call("veo"))

    assert voices[0].id == "Kore"
    assert len({voice.id for voice in voices}) == len(voices) == 30
    assert services.submissions == []


@pytest.mark.parametrize("behaviour", ["busy", "down", "garbage", "lost"])
async def test_voices_that_cannot_be_listed_say_nothing_of_the_key(behaviour, call):
    with pytest.raises(ProviderUnavailable):
        await GeminiSpeech().list_voices(call("veo", behaviour))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "\n"}, "text"),
        ({"text": "a" * 3001}, "text"),
        ({"speed": 1.25}, "speed"),
        ({"model": "tts-1"}, "model"),
    ],
)
def test_speech_that_it_cannot_make_is_refused(changes, field):
    with pytest.raises(InvalidInput) as caught:
        GeminiSpeech().check(replace(WORDS, **changes))

    assert caught.value.params["field"] == field


@pytest.mark.parametrize("maker", [GeminiImage(), GeminiSpeech()])
@pytest.mark.parametrize(
    "key",
    [vertex.new_key(), "key_" + "0" * 128, "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d:" + "f" * 32],
)
async def test_keys_that_open_clips_elsewhere_stay_here(maker, key, services, call):
    request = HERON if isinstance(maker, GeminiImage) else WORDS
    asked = replace(call("veo"), key=key)

    for work in (maker.validate(asked), maker.submit(request, asked)):
        with pytest.raises(ProviderRejected) as caught:
            await work
        assert caught.value.params["problem"] == "key_refused"

    assert services.requests == []


@pytest.mark.parametrize("behaviour", [("moderated", "moderated"), ("failed", "failed")])
@pytest.mark.parametrize("maker", [GeminiImage(), GeminiSpeech()])
async def test_nothing_made_is_told_with_its_reason(maker, behaviour, call):
    request = HERON if isinstance(maker, GeminiImage) else WORDS

    with pytest.raises(ProviderRejected) as caught:
        await maker.submit(request, call("veo", behaviour[0]))

    assert caught.value.params["problem"] == behaviour[1]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"id": "v1_x", "status": "in_progress"}, ProviderUnknown),
        ({"status": "completed"}, ProviderUnknown),
        ({"id": "v1_x", "status": "completed", "steps": "x"}, ProviderRejected),
    ],
)
async def test_an_answer_without_an_end_may_have_been_paid(said, error, call, monkeypatch):
    async def order(*_, **__):
        return None

    monkeypatch.setattr(type(service.SERVICE), "order", order)
    monkeypatch.setattr(service, "read_json", lambda _: said)

    with pytest.raises(error):
        await GeminiImage().submit(HERON, call("veo"))


def test_the_last_part_counts_as_for_googles_own_library():
    parts = [{"type": "image", "data": "1"}, {"type": "text"}, {"type": "image", "data": "2"}]
    said = {"steps": [{"type": "thought"}, {"type": "model_output", "content": parts}]}

    assert google.part(said, "image") == parts[2]
    assert google.part(said, "audio") is None


async def test_a_job_is_done_when_it_is_submitted(call):
    job = await GeminiImage().submit(HERON, call("veo"))

    assert job.status is JobStatus.SUCCEEDED
    assert await GeminiImage().poll(job, call("veo")) == job
