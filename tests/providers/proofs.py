"""Which proofs each Provider's adapter stands on: printed at the end of the tests.

Every test of the files below that is about one Provider (its parameter `place`) carries the
name of its proof to the process that prints, which need not be the one that ran it.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

# (a) - (d), by file: where requests are compared, judged, answered, and what all keep to.
PROOFS = {
    "test_golden": "recorded",
    "test_specs": "specification",
    "test_referees": "SDK",
    "test_faults": "faults",
    "test_contract": "contract",
}
_HEADS = ("(a) recorded", "(b) specification", "(c) fake", "(d) contract", "faults")
_COLUMNS = ("recorded", "specification", "SDK", "contract", "faults")


def mark(items: Iterable[pytest.Item]) -> None:
    """Note on each test what it proves, of whom."""
    for item in items:
        proof = PROOFS.get(item.path.stem) if item.path.parent == Path(__file__).parent else None
        place = getattr(item, "callspec", None) and item.callspec.params.get("place")
        if proof and isinstance(place, tuple):
            item.user_properties.append(("proof", ["-".join(place), proof]))


def gathered(
    reports: Iterable[tuple[str, Iterable[object]]],
) -> dict[str, dict[str, dict[str, int]]]:
    """Provider -> proof -> outcome -> how many tests. reports: outcome -> test reports."""
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for outcome, made in reports:
        for report in made:
            properties = dict(getattr(report, "user_properties", ()))
            if "proof" in properties:
                place, proof = properties["proof"]
                counts = found[place][proof]
                counts[outcome] = counts.get(outcome, 0) + 1
    return found


def table(found: dict[str, dict[str, dict[str, int]]]) -> list[str]:
    """One line for each Provider."""
    rows = [("Provider", *_HEADS)]
    for place, proofs in sorted(found.items()):
        cells = [said(proofs.get(column, {})) for column in _COLUMNS]
        if cells[2] == "-" and cells[3] != "-" and not place.endswith("-local"):
            # The contract is tried on the fake; no SDK exists to judge that one.
            cells[2] = cells[3].replace("passed", "fake alone").split(" (")[0]
        elif cells[2].startswith("passed"):
            cells[2] = "SDK agrees"
        rows.append((place, *cells))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def said(counts: dict[str, int]) -> str:
    """An outcome in a few words; "-" when there was nothing to run."""
    for outcome in ("failed", "error"):
        if counts.get(outcome):
            return "FAILED"
    if counts.get("passed"):
        return f"passed ({counts['passed']})"
    return "skipped" if counts.get("skipped") else "-"


def summarize(reporter: pytest.TerminalReporter) -> None:
    """Print the table, when one of its tests ran."""
    found = gathered(
        (o, reporter.stats.get(o, ())) for o in ("passed", "failed", "error", "skipped")
    )
    if found:
        reporter.section("what each Provider is proved by")
        for line in table(found):
            reporter.line(line)
