"""Which field was touched by which version of a Project, as its steps remember it.

Besides what it changed, the state of a step has `changed` {Segment ("" = the Project):
{field: version of the Project that last touched it}}; `since` and `until`: versions before the
step and after its last use; `gap`: up to that version somebody wrote without a step, 0 = nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vidgenie.projects.sides import OF_SEGMENT
from vidgenie.projects.tables import StepRow


@dataclass(frozen=True, slots=True)
class Gone:
    """What is still to be known of steps that go; 0 where there is nothing."""

    changed: dict[str, dict[str, int]]
    since: int = 0
    until: int = 0
    gap: int = 0

    @staticmethod
    def of(steps: Iterable[StepRow]) -> "Gone":
        """Of these steps together."""
        states = [step.state for step in steps]
        changed: dict[str, dict[str, int]] = {}
        for state in states:
            changed = merged(changed, state["changed"])
        return Gone(
            changed,
            min((state["since"] for state in states), default=0),
            max((state["until"] for state in states), default=0),
            max((state["gap"] for state in states), default=0),
        )


def touched(state: Mapping[str, Any], version: int) -> dict[str, dict[str, int]]:
    """Segment, "" = the Project -> field -> the version it was touched at."""
    whole = [*state.get("project", {}), *(["order"] if "order" in state else [])]
    found = {"": dict.fromkeys(whole, version)} if whole else {}
    for segment_id, values in state.get("segments", {}).items():
        found[segment_id] = dict.fromkeys(OF_SEGMENT if values is None else values, version)
    return found


def note(step: StepRow, touched: Mapping[str, Mapping[str, int]], version: int) -> None:
    """Let the step know of a later use of it."""
    changed = merged(step.state["changed"], touched)
    step.state = {**step.state, "changed": changed, "until": version}


def merged(
    one: Mapping[str, Mapping[str, int]], other: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, int]]:
    """The later version of each."""
    later = {subject: dict(versions) for subject, versions in one.items()}
    for subject, versions in other.items():
        kept = later.setdefault(subject, {})
        for name, version in versions.items():
            kept[name] = max(kept.get(name, 0), version)
    return later
