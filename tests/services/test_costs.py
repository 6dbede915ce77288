"""What a video costs at each Provider, and the operator's own prices."""

import json
from typing import ClassVar

import pytest

from vidgenie.domain.ports.declared import Cost, Usage, VideoModel
from vidgenie.domain.ports.video import VideoProvider
from vidgenie.errors import InvalidInput
from vidgenie.services.costs import CostService, load_overrides

LIST = "its price page"


class Camera(VideoProvider):
    """Paid by the second, dearer when it is sharp."""

    slug: ClassVar[str] = "camera"
    title: ClassVar[str] = "Camera"
    seed_clip: ClassVar[int] = 150_000
    costs: ClassVar[tuple[Cost, ...]] = (
        Cost(90_000, "second", "2026-11-20", "sharp", "720p", LIST),
        Cost(30_000, "second", "2026-11-19", "sharp", "540p", LIST),
        Cost(10_000, "second", "2026-11-18", "wide", "", LIST),
    )
    models: ClassVar[tuple[VideoModel, ...]] = (
        VideoModel("sharp", seconds=(5, 10), sizes=((720, 1280), (540, 960))),
        # Never upright.
        VideoModel("wide", seconds=(5, 10), sizes=((1280, 720),)),
        # Only changes clips.
        VideoModel("painter", frozenset({"video"}), source_seconds=30),
    )

    def usage(self, request):
        return Usage(request.model, f"{min(request.size)}p", request.seconds)

    def check(self, request): ...
    async def submit(self, request, call): ...
    async def poll(self, job, call): ...
    async def deliver(self, job, request, call, *, target, progress): ...


class Projector(Camera):
    """Short clips for a flat price, from a picture alone."""

    slug: ClassVar[str] = "projector"
    title: ClassVar[str] = "Projector"
    seed_clip: ClassVar[int] = 0
    costs: ClassVar[tuple[Cost, ...]] = (Cost(75_000, "clip", "2026-11-20", source=LIST),)
    models: ClassVar[tuple[VideoModel, ...]] = (
        VideoModel(modes=frozenset({"image"}), seconds=(4,), sizes=((576, 1024),)),
    )

    def usage(self, request):
        assert request.image is not None
        return Usage()


class Free(Camera):
    """Draws here."""

    slug: ClassVar[str] = "free"
    title: ClassVar[str] = "Free"
    seed_clip: ClassVar[int] = 0
    costs: ClassVar[tuple[Cost, ...]] = ()


PROVIDERS = {("video", made.slug): made() for made in (Camera, Projector, Free)}


def rows(overrides=None, **asked):
    table = CostService(PROVIDERS, overrides or {}).table(**asked)
    return {row.provider: row for row in table}


def test_a_video_of_30_seconds_is_six_clips_a_script_and_a_voice():
    row = rows()["camera"]

    assert row.documents == 6 * 150_000 + 10_000 + 20_000


def test_today_it_is_the_cheapest_upright_clip_of_the_list():
    today = rows()["camera"].today

    assert (today.model, today.size, today.mode) == ("sharp", (540, 960), "text")
    assert (today.clips, today.clip_seconds) == (6, 5)
    assert today.micro_usd == 6 * 5 * 30_000 + 10_000 + 20_000
    assert (today.row_micro_usd, today.unit, today.what) == (30_000, "second", "540p")
    assert (today.source, today.as_of) == (LIST, "2026-11-19")


def test_short_clips_are_more_clips():
    today = rows()["projector"].today

    assert (today.clips, today.clip_seconds, today.mode) == (8, 4, "image")
    assert today.micro_usd == 8 * 75_000 + 30_000


def test_who_charges_nothing_costs_nothing_and_comes_first():
    assert list(rows()) == ["free", "projector", "camera"]
    free = rows()["free"]
    assert (free.documents, free.today, free.today_total) == (None, None, 0)


def test_a_hundred_videos_cost_a_hundred_times_as_much():
    row = rows(videos=100)["camera"]

    assert row.documents_total == 93_000_000
    assert row.today_total == 93_000_000


@pytest.mark.parametrize(("seconds", "clips", "voice"), [(5, 1, 3_334), (31, 7, 20_667)])
def test_other_lengths_are_as_many_clips_as_they_need(seconds, clips, voice):
    row = rows(seconds=seconds)["camera"]

    assert row.documents == clips * 150_000 + 10_000 + voice


@pytest.mark.parametrize("asked", [{"seconds": 0}, {"seconds": 3601}, {"videos": 0}])
def test_lengths_and_numbers_have_limits(asked):
    with pytest.raises(InvalidInput) as caught:
        rows(**asked)

    assert caught.value.params["field"] == next(iter(asked))


ROW = {
    "kind": "video",
    "provider": "camera",
    "model": "sharp",
    "what": "540p",
    "unit": "second",
    "micro_usd": 20_000,
    "source": "our contract",
    "as_of": "2026-11-21",
}


def saved(home, *prices):
    (home / "prices.json").write_text(json.dumps(prices), encoding="utf-8")
    return home


def test_without_a_file_nothing_is_overridden(tmp_path):
    assert load_overrides(tmp_path) == {}


def test_the_operators_price_wins(tmp_path):
    overrides = load_overrides(saved(tmp_path, ROW), PROVIDERS)

    today = rows(overrides)["camera"].today

    assert today.micro_usd == 6 * 5 * 20_000 + 30_000
    assert (today.source, today.as_of) == ("our contract", "2026-11-21")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"micro_usd": -1}, r"0\.micro_usd"),
        ({"micro_usd": 1.5}, r"0\.micro_usd"),
        ({"micro_usd": "5"}, r"0\.micro_usd"),
        ({"as_of": "yesterday"}, r"0\.as_of"),
        ({"unit": "minute"}, r"0\.unit"),
        ({"source": ""}, r"0\.source"),
        ({"kind": "smell"}, r"0\.kind"),
        ({"currency": "EUR"}, r"0\.currency"),
        ({"provider": "nobody"}, "no video Provider 'nobody'"),
        ({"unit": "clip"}, "camera is paid by the second"),
    ],
)
def test_a_price_that_cannot_be_is_told_with_its_place(changes, told, tmp_path):
    with pytest.raises(ValueError, match=told):
        load_overrides(saved(tmp_path, {**ROW, **changes}), PROVIDERS)


def test_the_same_price_twice_is_told(tmp_path):
    with pytest.raises(ValueError, match=r"prices\.json: 1: this price is there twice"):
        load_overrides(saved(tmp_path, ROW, ROW))


@pytest.mark.parametrize("text", ["", "{}", "[", '"x"', "[" * 200_000, " " * 2_000_000])
def test_a_file_that_is_no_list_is_told(text, tmp_path):
    (tmp_path / "prices.json").write_text(text, encoding="utf-8")

    with pytest.raises(ValueError, match=r"prices\.json"):
        load_overrides(tmp_path)
