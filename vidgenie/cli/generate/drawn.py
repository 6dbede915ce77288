"""`--prompt`: the five-node Graph of one clip, headless."""

from vidgenie.cli.generate.bar import Bar
from vidgenie.cli.generate.made import Made, of_run
from vidgenie.cli.generate.wanted import CLIP_SECONDS, Wanted
from vidgenie.domain.ports.provider import Kind
from vidgenie.studio.providers import slug_of
from vidgenie.studio.runs import finished, starting, succeeded
from vidgenie.studio.steps import step
from vidgenie.studio.workplace import Workplace


def make(place: Workplace, wanted: Wanted, bar: Bar) -> Made:
    """One clip of a prompt. Raises what keeps it from being made."""
    services, account = place.services, place.account
    graph = services.graphs.from_config(_config(place, wanted), account)
    with starting(place):
        started = services.runs.start(account, graph)
    view = succeeded(finished(place, started.run_id, lambda view: bar.show(step(view))))
    return of_run(place, view)


def _config(place: Workplace, wanted: Wanted) -> dict[str, object]:
    video: dict[str, object] = {
        "duration": wanted.duration or CLIP_SECONDS,
        "seed": wanted.seed,
    }
    if wanted.provider:
        video["provider"] = slug_of(place, Kind.VIDEO, wanted.provider)
    return {
        "initialPrompt": wanted.prompt,
        "imageConfig": {"seed": wanted.seed},
        "videoConfig": video,
    }
