"""Sixteen processes do two thousand operations each and are killed all the time."""

import pytest

from tests.bench import ledger as bench
from vidgenie import db
from vidgenie.ledger import store


@pytest.mark.soak
@pytest.mark.crash
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", ["SQLite", "PostgreSQL"])
def test_what_was_told_is_kept_and_nothing_is_broken(name):
    with bench.database(name) as url:
        told, killed = bench.storm(url, count=2000)
        lost = bench.missing(url, told)
        engine = db.open_engine(url)
        with db.reader(engine)() as session:
            broken = store.violations(session)
        engine.dispose()

    assert (lost, broken) == (0, {})
    assert len(told) >= 16 * 2000
    assert killed > 16


def test_what_is_told_and_not_kept_is_missed(tmp_path):
    url = f"sqlite:///{tmp_path}/test.db"
    bench.prepare(url)
    engine = db.open_engine(url)
    with db.transactions(engine)() as session:
        store.deduct(session, "account1", amount=2, reason="x", key="kept")
    engine.dispose()

    told = ["deduct kept 2", "deduct kept 3", "deduct gone 2", "deduct kept 2"]

    assert bench.missing(url, told) == 3
