"""What a video costs in dollars there and in credits here."""

import pytest

from tests.services.test_costs import Camera
from vidgenie.bootstrap import all_providers
from vidgenie.errors import InvalidInput
from vidgenie.ledger import store as ledger
from vidgenie.services.costs import CostService
from vidgenie.services.video_credits import VideoPrices


@pytest.fixture
def database_kind():
    return "sqlite"


@pytest.fixture
def prices(transaction, reading):
    with transaction() as session:
        ledger.seed_prices(session)
    return VideoPrices(reading, CostService(all_providers(), {}))


def by_provider(rows):
    return {row.cost.provider: row for row in rows}


@pytest.mark.parametrize(
    ("provider", "one", "hundred"),
    [("luma", 93, 9300), ("runway", 153, 15300), ("pika", 93, 9300), ("stable_video", 48, 4800)],
)
def test_the_documents_say_what_they_said(prices, provider, one, hundred):
    row = by_provider(prices.table())[provider]

    # In cents: 0.93, 1.53, 0.93 and 0.48 dollars for a video of 30 s; a hundred a month.
    assert (row.cost.documents, row.cost.documents_total) == (one * 10_000, hundred * 10_000)


def test_six_clips_a_script_and_a_voice_are_62_credits(prices):
    row = by_provider(prices.table())["luma"]

    assert (row.credits, row.total) == (62, 6200)


def test_what_this_server_makes_costs_nothing(prices):
    row = by_provider(prices.table())["local"]

    assert (row.credits, row.total, row.cost.today_total) == (0, 0, 0)


@pytest.mark.parametrize(("seconds", "price"), [(5, 12), (31, 73), (60, 123)])
def test_longer_videos_have_more_clips_and_more_voice(prices, seconds, price):
    assert by_provider(prices.table(seconds=seconds))["luma"].credits == price


def test_an_edited_price_counts(prices, transaction):
    with transaction() as session:
        ledger.set_price(session, provider="luma", action="video.8", price=5)

    assert by_provider(prices.table())["luma"].credits == 32


def test_without_a_price_there_is_no_sum(transaction, reading):
    rows = VideoPrices(reading, CostService({("video", "camera"): Camera()}, {})).table()

    assert [(row.credits, row.total) for row in rows] == [(None, None)]


@pytest.mark.parametrize("wanted", [{"seconds": 0}, {"videos": 0}, {"seconds": 3601}])
def test_what_makes_no_sense_is_refused(prices, wanted):
    with pytest.raises(InvalidInput):
        prices.table(**wanted)
