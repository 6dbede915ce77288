"""Makes Projects in a process of its own: `python -m tests.bench.projects_job HOME STEP...`.

A step is `film`, `animatic`, `story`, `one`, `six` or `in_turn`; for each, one line of JSON is
printed: seconds on the wall, processor seconds of this process and of all its descendants,
those of this process alone (`server`), seconds of the video, its file, and seconds of each
Node. `film` is script and video in one Run, from a theme; `animatic` and `story` are the
preview and the video of given texts; the last three make clips by a service that takes 3 s
for each.
"""

import asyncio
import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import psutil

from vidgenie import bootstrap
from vidgenie.domain.account import Account
from vidgenie.domain.ports.declared import Pace, VideoModel
from vidgenie.domain.ports.provider import Call, Job, JobStatus, Kind, Progress
from vidgenie.domain.ports.video import ClipRequest, VideoProvider
from vidgenie.domain.project import Purpose
from vidgenie.domain.run import RunStatus
from vidgenie.ledger import store as ledger
from vidgenie.media import ff
from vidgenie.services.planning import Plan
from vidgenie.services.project_making import NewProject, NewSegment
from vidgenie.services.setup import migrate
from vidgenie.settings import Settings

LATENCY = 3.0
"""Seconds the distant service takes for a clip."""
_MUSIC = {"bed": "calm"}
# What people say in five seconds, and what is seen then.
_STORY = (
    (
        "La nuit, le vieux phare parle aux marins perdus, et sa lumière compte les vagues.",
        "Un phare sous l'orage, la nuit",
    ),
    (
        "Dans la forêt, un renard suit la neige fraîche jusqu'à la clairière endormie.",
        "Un renard dans la forêt enneigée, au matin",
    ),
    (
        "La ville s'éveille, pleine de lumières et de pluie, et personne ne lève les yeux.",
        "Une rue de ville sous la pluie, des néons, la nuit",
    ),
    (
        "Au désert, le vent redessine chaque dune, comme si le monde recommençait.",
        "Des dunes dans le désert au coucher du soleil",
    ),
    (
        "Sur le lac, une barque attend le silence, et la montagne se regarde dans l'eau.",
        "Une barque sur un lac de montagne à l'aube",
    ),
    (
        "Et là-haut, les étoiles gardent nos secrets, alors prenez le temps de regarder.",
        "Une fusée parmi les étoiles, dans l'espace",
    ),
)


@dataclass
class Distant(VideoProvider):
    """A service whose clips are ready LATENCY seconds after they are asked for: copies of one."""

    slug: ClassVar[str] = "distant"
    title: ClassVar[str] = "Distant"
    models: ClassVar[tuple[VideoModel, ...]] = (VideoModel(seconds=(5,), sound="choice"),)
    pace: ClassVar[Pace] = Pace(first=LATENCY, every=0.05, longest=0.05, deadline=60)
    clip: Path
    asked: dict[str, float] = field(default_factory=dict[str, float])

    def check(self, request: ClipRequest) -> None:
        """Everything is possible."""

    async def submit(self, request: ClipRequest, call: Call) -> Job:
        """Take it."""
        self.asked[call.idempotency_key] = time.monotonic()
        return Job(call.idempotency_key, JobStatus.RUNNING)

    async def poll(self, job: Job, call: Call) -> Job:
        """Done, once its time is over."""
        is_done = time.monotonic() >= self.asked[job.id] + LATENCY
        return replace(job, status=JobStatus.SUCCEEDED) if is_done else job

    async def deliver(
        self, job: Job, request: ClipRequest, call: Call, *, target: Path, progress: Progress
    ) -> Mapping[str, str]:
        """The one clip."""
        shutil.copyfile(self.clip, target)
        return {"provider": self.slug}


async def main(home: Path, steps: Sequence[str]) -> None:
    """Do the steps in their order, on one server that has just started."""
    settings = Settings(home=home, runs_per_hour=1000)
    migrate(settings)
    distant = Distant(home / "distant.mp4")
    if {"one", "six", "in_turn"} & set(steps):
        _draw(distant.clip)
    known = bootstrap.all_providers()
    services = bootstrap.build(settings, providers={**known, (Kind.VIDEO, "distant"): distant})
    account = services.accounts.register("bench@example.com", "correct horse battery").account
    with services.engine.transaction() as session:
        ledger.seed_prices(session)
        ledger.set_unlimited(session, account.id, True)
    services.vault_master.start()
    async with services.engine.executing():
        for step in steps:
            await _measure(services, account, step)
    services.engine.close()


async def _measure(services: bootstrap.Services, account: Account, step: str) -> None:
    project, plan = _wanted(services, account, step)
    begun, used, own = time.perf_counter(), cpu(), time.process_time()
    started = await asyncio.to_thread(services.production.produce, account, project, plan)
    [*_, run] = [view async for view in services.runs.changes(account, started.run_id)]
    wall, spent = time.perf_counter() - begun, cpu() - used
    assert run.status is RunStatus.SUCCEEDED, [node.error for node in run.nodes if node.error]
    told: dict[str, object] = {"step": step, "wall": wall, "cpu": spent}
    told["server"] = time.process_time() - own
    view = services.projects.get(account, project)
    film = view.animatic if plan.purpose is Purpose.ANIMATIC else view.film
    if film:
        told["seconds"] = film.seconds
        told["size"] = [film.width, film.height]
    # What was stored last is what was made last.
    files = (services.settings.home / "media").rglob("*.mp4")
    told["file"] = str(max(files, key=lambda path: path.stat().st_mtime_ns))
    told["nodes"] = {
        node.id: round((node.finished_at - node.started_at).total_seconds(), 2)
        for node in run.nodes
        if node.started_at and node.finished_at
    }
    print(json.dumps(told), flush=True)


def _wanted(services: bootstrap.Services, account: Account, step: str) -> tuple[str, Plan]:
    """A Project that nobody has made yet, and what is to be made of it."""
    if step == "film":
        new = NewProject(theme="Mieux dormir la nuit", seconds=30, choices={"music": _MUSIC})
        return services.projects.create(account, new).id, Plan(Purpose.QUICK)
    segments = [NewSegment(text, prompt) for text, prompt in _STORY]
    if step in ("animatic", "story"):
        new = NewProject(theme="Le soir", segments=segments, choices={"music": _MUSIC})
        purpose = Purpose.ANIMATIC if step == "animatic" else Purpose.FILM
        return services.projects.create(account, new).id, Plan(purpose)
    choices = {"provider": "distant", "resolution": "720p"}
    count = 1 if step == "one" else len(segments)
    new = NewProject(theme=step, segments=segments[:count], choices=choices)
    project = services.projects.create(account, new).id
    return project, Plan(Purpose.TAKES, "all", in_turn=step == "in_turn")


def _draw(target: Path) -> None:
    """The clip of the distant service: 5 s, 720x1280, H.264 and AAC."""
    sources = ("-f", "lavfi", "-i", "testsrc2=s=720x1280:r=30", "-f", "lavfi", "-i", "anullsrc")
    codecs = ("-t", "5", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a")
    command = [ff.ffmpeg(), "-v", "error", "-nostdin", "-y", *sources, *codecs, "aac", str(target)]
    subprocess.run(command, check=True)


def cpu() -> float:
    """Processor seconds of this process, of those it has waited for, and of those that live."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    total = sum(one.ru_utime + one.ru_stime for one in used)
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            times = child.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2:]))
