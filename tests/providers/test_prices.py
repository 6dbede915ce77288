"""Prices in dollars: lists with their sources, estimates, and the totals of the documents."""

import itertools
import math
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.providers.fulfilled import PROVIDERS
from vidgenie.domain.costs import estimate
from vidgenie.domain.ports.declared import Cost, Usage
from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.domain.ports.text import EnhanceRequest, ScriptRequest
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.domain.script import Brief
from vidgenie.services.costs import CostService

PRICED = {place: made for place, made in PROVIDERS.items() if made.costs}
PAID = {place: made for place, made in PROVIDERS.items() if made.needs_key}
UNITS = {
    "text": {"prompt", "script"},
    "image": {"image"},
    "video": {"second", "clip"},
    "speech": {"thousand_characters"},
}
# A service behind an address that people type in: nobody knows what it charges.
UNKNOWN = {"compatible", "comfyui", "a1111"}


@pytest.mark.parametrize("place", sorted(PRICED), ids="-".join)
def test_every_price_says_who_says_so_and_when(place):
    for cost in PRICED[place].costs:
        assert cost.micro_usd > 0
        assert cost.unit in UNITS[place[0]]
        assert len(cost.source) > 3
        assert date(2025, 1, 1) <= date.fromisoformat(cost.as_of) <= datetime.now(tz=UTC).date()


@pytest.mark.parametrize("place", sorted(PRICED), ids="-".join)
def test_no_price_is_there_twice(place):
    rows = [(cost.model, cost.what) for cost in PRICED[place].costs]

    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("place", sorted(PAID), ids="-".join)
def test_who_wants_a_key_has_prices(place):
    assert PAID[place].costs or place[1] in UNKNOWN


def requests(provider):
    """(what it is, request) for every model and mode and size that a Provider declares."""
    return {
        "text": lambda: texts(provider),
        "image": lambda: pictures(provider),
        "video": lambda: clips(provider),
        "speech": lambda: (
            (model.name, SpeechRequest("A heron at dawn.", model=model.name))
            for model in provider.models
        ),
    }[provider.kind]()


def texts(provider):
    for name in provider.models:
        yield name, EnhanceRequest("x", model=name)
        for segments in (1, 6, 60):
            brief = Brief("x", segments=segments)
            yield f"{name} {segments} Segments", ScriptRequest(brief, model=name)


def clips(provider):
    for model in provider.models:
        for mode, size, seconds, audio in itertools.product(
            sorted(model.modes), model.sizes, model.seconds or (5,), (False, True)
        ):
            request = ClipRequest(
                "x",
                seconds,
                size,
                Path("x.png") if mode == "image" else None,
                audio=audio,
                video=Path("x.mp4") if mode == "video" else None,
                model=model.name,
            )
            yield f"{model.name} {mode} {size} {seconds} s", request


def pictures(provider):
    for model in provider.models:
        images = (None, Path("x.png")) if model.takes_image else (None,)
        for quality, image in itertools.product(model.qualities, images):
            request = ImageRequest("x", quality=quality, image=image, model=model.name)
            yield f"{model.name} {quality} {image}", request


@pytest.mark.parametrize("place", sorted(set(PAID) & set(PRICED)), ids="-".join)
def test_everything_it_declares_has_an_estimate(place):
    provider = PAID[place]
    without = [
        what
        for what, request in requests(provider)
        if not estimate(provider.costs, provider.usage(request))
    ]

    assert without == []


@pytest.mark.parametrize("place", sorted(PRICED), ids="-".join)
def test_a_longer_clip_is_not_cheaper(place):
    provider = PRICED[place]
    if not isinstance(provider, VideoProvider):
        return
    for model in provider.models:
        request = {"model": model.name, "size": model.sizes[0], "prompt": "x"}
        request["image"] = None if "text" in model.modes else Path("x.png")
        lengths = sorted(model.seconds)
        prices = [
            estimate(provider.costs, provider.usage(ClipRequest(seconds=s, **request)))
            for s in lengths
        ]
        assert prices == sorted(prices)


@pytest.mark.parametrize("place", sorted(p for p in PRICED if p[0] == "text"), ids="-".join)
def test_a_longer_script_is_dearer_than_a_usual_one_and_that_than_a_prompt(place):
    provider = PRICED[place]
    for name in provider.models:
        requests = (
            EnhanceRequest("x", model=name),
            *(ScriptRequest(Brief("x", segments=n), model=name) for n in (2, 6, 12)),
        )
        prompt, short, usual, long = (
            estimate(provider.costs, provider.usage(request)) for request in requests
        )

        assert prompt < short == usual
        assert long == 2 * usual


# Source document 2: "Vidéo 30 secondes (6 segments de 5 sec)", script 0.01, voice 0.02.
@pytest.mark.parametrize(
    ("slug", "total", "hundred"),
    [
        ("luma", 930_000, 93_000_000),
        ("runway", 1_530_000, 153_000_000),
        ("pika", 930_000, 93_000_000),
        ("stable_video", 480_000, 48_000_000),
    ],
)
def test_the_totals_of_the_documents_come_out(slug, total, hundred):
    rows = {row.provider: row for row in CostService(PROVIDERS, {}).table(seconds=30, videos=100)}

    assert (rows[slug].documents, rows[slug].documents_total) == (total, hundred)


def test_todays_list_says_where_it_is_from():
    for row in CostService(PROVIDERS, {}).table():
        is_paid = PROVIDERS["video", row.provider].needs_key
        assert bool(row.today) is is_paid
        if row.today:
            assert row.today.source
            assert date.fromisoformat(row.today.as_of)
            width, height = row.today.size
            assert width / height == pytest.approx(9 / 16, abs=0.02)
            assert row.today.micro_usd > 0


NAMES = st.sampled_from(["", "a", "b"])
COSTS = st.lists(
    st.builds(Cost, st.integers(1, 10**9), st.just("second"), st.just("2026-11-21"), NAMES, NAMES),
    max_size=8,
)
USAGES = st.builds(Usage, NAMES, NAMES, st.floats(0.001, 10_000, allow_nan=False))


@given(COSTS, USAGES)
def test_the_most_exact_row_is_taken(costs, usage):
    wanted = [(usage.model, usage.what), (usage.model, ""), ("", usage.what), ("", "")]
    rows = [cost for place in wanted for cost in costs if (cost.model, cost.what) == place]

    found = estimate(costs, usage)

    if not rows:
        assert found is None
    else:
        assert found == pytest.approx(rows[0].micro_usd * usage.units, abs=1)


@given(COSTS, USAGES)
def test_an_estimate_is_rounded_up_to_a_millionth(costs, usage):
    found = estimate(costs, usage)

    if found is not None:
        exact = [estimate([cost], usage) for cost in costs]
        assert isinstance(found, int)
        assert found in exact
        assert any(found >= cost.micro_usd * usage.units - 1e-3 for cost in costs)


@given(COSTS, USAGES, st.floats(1, 10))
def test_more_is_never_cheaper(costs, usage, times):
    less, more = (
        estimate(costs, usage),
        estimate(costs, Usage(usage.model, usage.what, usage.units * times)),
    )

    assert less is None or more >= less


@given(st.integers(1, 10**6), st.integers(1, 1000))
def test_whole_units_cost_exactly_as_many_times_the_price(price, units):
    assert estimate([Cost(price, "second", "2026-11-21")], Usage(units=units)) == price * units


@given(st.integers(1, 10**6), st.floats(0.001, 1000))
def test_nothing_is_lost_to_rounding(price, units):
    found = estimate([Cost(price, "second", "2026-11-21")], Usage(units=units))

    assert found == math.ceil(round(price * units, 6))


@given(COSTS)
def test_what_uses_nothing_has_no_price(costs):
    assert estimate(costs, None) is None
