"""`--theme`, `--script`, `--template`, `--project`: a whole video, headless."""

from vidgenie.cli.generate.bar import Bar
from vidgenie.cli.generate.made import Made, of_run
from vidgenie.cli.generate.sources import new_project
from vidgenie.cli.generate.wanted import Wanted
from vidgenie.domain.project import Purpose
from vidgenie.errors import Conflict, VidGenieError
from vidgenie.services.production import Plan
from vidgenie.services.views import RunView
from vidgenie.studio.project import VideoProject
from vidgenie.studio.runs import finished, starting, succeeded
from vidgenie.studio.steps import step
from vidgenie.studio.workplace import Workplace

_GO_ON = "What was made is kept; to go on: vidgenie generate --project {id}"
_DRAFT = (
    "The script is a draft by rules. With a key of OpenAI or Anthropic (OPENAI_API_KEY,"
    " ANTHROPIC_API_KEY) a model writes it."
)


def make(place: Workplace, wanted: Wanted, bar: Bar) -> Made:
    """The finished video. Raises what keeps it from being made.

    A Project of which nothing was paid for goes again when there is no video of it.
    """
    if wanted.project:
        return _finish(place, VideoProject.get(wanted.project), wanted, bar)
    new = new_project(place, wanted)
    project = VideoProject(place, place.services.projects.create(place.account, new))
    try:
        return _finish(place, project, wanted, bar)
    except (VidGenieError, KeyboardInterrupt):
        _leave(project, bar)
        raise


def plan_for(project: VideoProject, *, in_turn: bool) -> Plan:
    """What one Run has to do: the script too, when there are no texts yet."""
    included = [one for one in project.view.segments if one.is_included]
    is_written = all(one.text or one.prompt for one in included)
    return Plan(Purpose.FILM if is_written else Purpose.QUICK, in_turn=in_turn)


def _finish(place: Workplace, project: VideoProject, wanted: Wanted, bar: Bar) -> Made:
    """One Run: script, clips, voice, captions, assembly; whatever of it is missing."""

    def told(view: RunView) -> None:
        bar.show(step(view))

    _check_doubts(project.settle(told).suit())
    plan = plan_for(project, in_turn=wanted.in_turn)
    with starting(place):
        started = place.services.production.produce(place.account, project.id, plan)
    view = succeeded(finished(place, started.run_id, told))
    project.refresh()
    made = of_run(
        place,
        view,
        project_id=project.id,
        title=project.title,
        spent=project.cost.spent - view.charged,
    )
    return made.noting(_DRAFT) if project.view.is_draft_script else made


def _check_doubts(project: VideoProject) -> None:
    """Raise Conflict where ordering a clip could mean paying twice."""
    doubtful = [str(s.index) for s in project.segments if s.is_included and s.status == "unknown"]
    if doubtful:
        raise Conflict(
            f"Nobody knows whether the clip of segment {', '.join(doubtful)} was ordered: decide"
            " about it on the web (have it sent again, look for it, or give it up).",
            problem="in_doubt",
        )


def _leave(project: VideoProject, bar: Bar) -> None:
    """Keep what was paid for, and nothing else."""
    if project.refresh().cost.spent:
        bar.note(_GO_ON.format(id=project.id))
    else:
        project.delete()
