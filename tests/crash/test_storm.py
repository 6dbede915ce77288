"""kill -9 at any moment: every Run ends right, nothing is paid twice, the books balance."""

import secrets
from pathlib import Path

import pytest

from tests.crash.storm import PRICE, weather

# On PostgreSQL only in `make soak`, which has the time.
SIZES = {"sqlite": (3, 2), "postgres": (10, 6)}  # Runs, kills
GIVEN = 100  # credits of a new Account


@pytest.mark.crash
@pytest.mark.postgres_in_soak
@pytest.mark.timeout(900)
def test_runs_survive_a_server_that_is_killed_again_and_again(
    tmp_path: Path, database_kind: str, database_url: str
):
    runs, kills = SIZES[database_kind]
    seed = secrets.randbelow(2**32)
    print(f"seed {seed}")

    left = weather(tmp_path / "home", database_url, runs=runs, kills=kills, seed=seed)

    assert [status["status"] for status in left.statuses] == ["COMPLETED"] * runs
    assert left.downloads == [status["result"]["sizeBytes"] for status in left.statuses]
    assert {state for _, state in left.calls} == {"sent"}
    assert len(left.calls) == 3 * runs
    # Only a kill between a submission and its answer may repeat one, and only a harmless one.
    assert sum(submissions - 1 for submissions, _ in left.calls) <= left.kills
    assert left.violations == {}
    assert left.open_holds == 0
    assert [status["cost"] for status in left.statuses] == [
        {"held": PRICE, "charged": PRICE, "released": 0, "refunded": 0}
    ] * runs
    assert (left.balance["credits"], left.balance["creditsUsed"]) == (
        GIVEN - PRICE * runs,
        PRICE * runs,
    )
