"""Scripts: what is said and filmed in a video, in pieces of five seconds."""

import json
from typing import Any

from vidgenie.domain import project_graph
from vidgenie.domain.ports.provider import Kind
from vidgenie.domain.project import LONGEST, SEGMENT_SECONDS, SHORTEST
from vidgenie.errors import InvalidInput
from vidgenie.services.runs import Order
from vidgenie.studio.providers import slug_of
from vidgenie.studio.runs import Told, finished, starting, succeeded
from vidgenie.studio.workplace import Workplace, workplace

LOCAL = "local"
# Who writes when nobody says who, if there is a key.
_WRITERS = ("openai", "anthropic")


def generate_segmented_script(  # noqa: PLR0913  # the first three as in source document 2
    pillar: str,
    theme: str,
    total_duration: int = 30,
    *,
    language: str = "fr",
    provider: str | None = None,
    told: Told | None = None,
) -> dict[str, Any]:
    """A script of so many seconds: a text to say and a prompt to film for every five.

    pillar: tips, education, story, or one of the Account's own. provider: openai, anthropic,
    local (a draft by rules, free)...; None = a service there is a key for, else local.
    Gives {title, hook, call_to_action, theme, pillar, language, total_duration, provider,
    is_draft, segments: [{index, text, prompt, duration}]}; change it as you like, then hand
    it to `create_video_project_with_segments`.
    Raises InvalidInput for a length that cannot be, MissingKey, and what the Provider says.
    """
    place = workplace()
    check_duration(total_duration)
    writer = slug_of(place, Kind.TEXT, provider) if provider else usual_writer(place)
    count = total_duration // SEGMENT_SECONDS
    values: dict[str, object] = {
        "provider": writer,
        "theme": theme,
        "pillar": pillar,
        "pillar_note": _note(place, pillar),
        "segments": count,
        "seconds": SEGMENT_SECONDS,
        "language": language,
    }
    order = Order(project_graph.script(values).graph, is_listed=False, source="project")
    with starting(place):
        started = place.services.runs.admission.start(place.account, [order])[0]
    view = succeeded(finished(place, started.run_id, told))
    written = json.loads(view.nodes[0].output["text"])
    return {
        "title": written["title"],
        "hook": written["hook"],
        "call_to_action": written["callToAction"],
        "theme": theme,
        "pillar": pillar,
        "language": language,
        "total_duration": total_duration,
        "provider": view.nodes[0].provider,
        "is_draft": view.nodes[0].provider == LOCAL,
        "segments": [
            {
                "index": index,
                "text": line["text"],
                "prompt": line["prompt"],
                "duration": SEGMENT_SECONDS,
            }
            for index, line in enumerate(written["segments"], start=1)
        ],
    }


def usual_writer(place: Workplace) -> str:
    """Who writes for this Account: as it prefers, else a service there is a key for."""
    preferred = place.services.preferences.defaults(place.account).get(Kind.TEXT)
    if preferred:
        return preferred
    ready = place.services.catalog.ready_for(place.account)
    return next((slug for slug in _WRITERS if (Kind.TEXT, slug) in ready), LOCAL)


def check_duration(seconds: int) -> None:
    """Raise InvalidInput unless a video can be that long."""
    is_within = SHORTEST <= seconds <= LONGEST
    if is_within and seconds % SEGMENT_SECONDS == 0:
        return
    raise InvalidInput(
        f"A video takes {SHORTEST} to {LONGEST} seconds, in steps of {SEGMENT_SECONDS};"
        f" {seconds} does not go.",
        field="duration",
        problem="no_multiple" if is_within else "out_of_range",
        minimum=SHORTEST,
        maximum=LONGEST,
        step=SEGMENT_SECONDS,
    )


def _note(place: Workplace, pillar: str) -> str:
    """What one of the Account's own pillars is about."""
    known = place.services.pillars.all(place.account)
    return next((one.note for one in known if one.name == pillar), "")
