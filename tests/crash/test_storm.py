"""kill -9 at any moment: every Run ends right, nothing is paid twice, the books balance."""

import secrets
from pathlib import Path

import pytest

from tests.crash.storm import PRICE, weather

RUNS = 4
KILLS = 3
GIVEN = 100  # credits of a new Account


@pytest.mark.crash
@pytest.mark.postgres_in_soak
@pytest.mark.timeout(600)
def test_runs_survive_a_server_that_is_killed_again_and_again(tmp_path: Path, database_url: str):
    seed = secrets.randbelow(2**32)
    print(f"seed {seed}")

    left = weather(tmp_path / "home", database_url, runs=RUNS, kills=KILLS, seed=seed)

    assert [status["status"] for status in left.statuses] == ["COMPLETED"] * RUNS
    assert left.downloads == [status["result"]["sizeBytes"] for status in left.statuses]
    assert {state for _, state in left.calls} == {"sent"}
    assert len(left.calls) == 3 * RUNS
    # Only a kill between a submission and its answer may repeat one, and only a harmless one.
    assert sum(submissions - 1 for submissions, _ in left.calls) <= left.kills
    assert left.violations == {}
    assert left.open_holds == 0
    assert [status["cost"] for status in left.statuses] == [
        {"held": PRICE, "charged": PRICE, "released": 0}
    ] * RUNS
    assert (left.balance["credits"], left.balance["creditsUsed"]) == (
        GIVEN - PRICE * RUNS,
        PRICE * RUNS,
    )
