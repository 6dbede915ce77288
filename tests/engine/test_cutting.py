"""Clips, texts and music become one video, on the engine that runs every Graph."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from tests.engine.studio import Studio, executing, open_studio
from vidgenie import bootstrap
from vidgenie.domain.asset import Asset
from vidgenie.domain.captions import CaptionLook
from vidgenie.domain.cut import Cut, CutClip, CutVoice, graph
from vidgenie.domain.graph import Graph
from vidgenie.domain.run import NodeStatus, RunStatus
from vidgenie.domain.timeline import Aspect, Profile, TransitionKind
from vidgenie.errors import NotFound
from vidgenie.library.assets import asset
from vidgenie.providers.local.speech import is_installed
from vidgenie.services.views import RunView

pytestmark = pytest.mark.postgres_in_soak
needs_voice = pytest.mark.skipif(not is_installed(), reason="needs the extra `voice`")
MISSING = "0" * 32


@pytest.fixture
async def studio(settings, database) -> AsyncIterator[Studio]:
    """An installation as everybody has it."""
    studio = open_studio(settings)
    studio.services.engine.close()
    studio = replace(studio, services=bootstrap.build(settings))
    async with executing(studio):
        yield studio


async def picture(studio: Studio, folder: Path, colour: str) -> CutClip:
    """A picture of one colour that somebody has uploaded."""
    path = folder / f"{colour}.png"
    Image.new("RGB", (320, 480), colour).save(path)
    upload = studio.services.assets.upload
    view = await asyncio.to_thread(upload, studio.account, path, name=path.name)
    return CutClip(view.id, "image", seconds=1.0, moves=False)


def compiled(clips: list[CutClip], **choices: object) -> Graph:
    """A draft of these clips, which is quickly made."""
    wanted = {"aspect": Aspect.SQUARE, "profile": Profile.DRAFT, **choices}
    return graph(Cut(clips, **wanted))


async def made(studio: Studio, drawn: Graph) -> tuple[RunView, Asset]:
    """The Run of this Graph, and the video it made."""
    view = await studio.finish(await studio.start(drawn), within=120)
    assert view.status is RunStatus.SUCCEEDED, view.error
    assert view.result is not None
    with studio.services.engine.reading() as session:
        return view, asset(session, studio.account.id, view.result.asset_id)


@needs_voice
async def test_texts_and_pictures_become_a_video_with_voice_and_captions(studio, tmp_path):
    clips = [
        replace(await picture(studio, tmp_path, "teal"), text="Bonjour à tous."),
        replace(
            await picture(studio, tmp_path, "orange"),
            text="Voici la suite.",
            transition=TransitionKind.FADE,
        ),
    ]
    drawn = compiled(
        clips,
        voice=CutVoice(),
        look=CaptionLook("boxed"),
        music={"bed": "calm"},
        title="Deux couleurs",
    )

    view, video = await made(studio, drawn)

    assert view.prompt == "Deux couleurs"
    assert (video.facts.width, video.facts.height) == (540, 540)
    assert video.facts.seconds > 2.0  # what is said takes longer than was asked for
    words = json.loads(video.origin["words"])
    assert [text for text, _, _ in words] == ["Bonjour", "à", "tous.", "Voici", "la", "suite."]
    assert all(one[2] <= two[1] + 0.001 for one, two in itertools.pairwise(words))
    assert words[-1][2] < video.facts.seconds
    assert view.result.has_captions
    assert view.charged == 0


async def test_the_same_again_is_the_same_file(studio, tmp_path):
    drawn = compiled([await picture(studio, tmp_path, colour) for colour in ("teal", "pink")])

    (_, first), (_, second) = await made(studio, drawn), await made(studio, drawn)

    assert first.facts.frames == 60
    assert (first.id, first.sha256) != (second.id, "")
    assert first.sha256 == second.sha256


async def test_a_clip_that_is_not_there_is_found_out_before_anything_starts(studio):
    with pytest.raises(NotFound):
        await studio.start(compiled([CutClip(MISSING, "video")]))
    with pytest.raises(NotFound):
        await studio.start(
            compiled([CutClip(MISSING, "image")], brand=MISSING, profile=Profile.FAST)
        )


async def test_a_brand_kit_that_is_not_there_is_found_out_before_anything_starts(studio, tmp_path):
    with pytest.raises(NotFound) as caught:
        await studio.start(compiled([await picture(studio, tmp_path, "teal")], brand=MISSING))

    assert caught.value.params["what"] == "brand_kit"


async def test_a_file_lost_from_the_disk_fails_the_run_and_says_which_shot(studio, tmp_path):
    clips = [await picture(studio, tmp_path, colour) for colour in ("teal", "pink")]
    with studio.services.engine.reading() as session:
        lost = asset(session, studio.account.id, clips[1].asset)
    studio.services.engine.storage.path(lost.sha256, lost.facts.suffix).write_bytes(b"\x89PNG")

    view = await studio.finish(await studio.start(compiled(clips)), within=60)

    assert view.status is RunStatus.FAILED
    assert (view.error["code"], view.error["shot"]) == ("invalid_media", 2)


async def test_cancelling_ends_the_assembly_within_a_second(studio, tmp_path):
    clips = [
        replace(await picture(studio, tmp_path, "teal"), seconds=60.0, moves=True, text="")
        for _ in range(3)
    ]
    run_id = await studio.start(compiled(clips, profile=Profile.SMALL, aspect=Aspect.PORTRAIT))
    await studio.until(run_id, "assemble", within=30)

    await asyncio.to_thread(studio.services.runs.cancel, studio.account, run_id)

    async with asyncio.timeout(2):
        view = await studio.finish(run_id)
    assert view.status is RunStatus.CANCELLED
    assert view.nodes[-1].status is NodeStatus.CANCELLED


async def test_links_to_the_result_lead_to_it(studio, tmp_path):
    view, video = await made(studio, compiled([await picture(studio, tmp_path, "teal")]))
    link = urlsplit(view.result.video_url)
    signed = parse_qs(link.query)
    name = link.path.rpartition("/")[2]

    file = studio.services.assets.open_signed(
        name, signed["s"][0], int(signed["e"][0]), run=signed["r"][0]
    )

    assert file.path.stat().st_size == video.facts.bytes
    assert view.result.bytes == video.facts.bytes + len(file.tail)
