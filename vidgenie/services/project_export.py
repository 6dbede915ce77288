"""A Project to take along: the video, its captions, its clips, its script, and a receipt."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from vidgenie import __version__
from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.asset import Asset
from vidgenie.domain.caption_words import read_words
from vidgenie.domain.ports.storage import Storage
from vidgenie.domain.project import Project, Purpose, Segment
from vidgenie.domain.receipt import heading
from vidgenie.domain.run import NodeStatus
from vidgenie.domain.take import Take
from vidgenie.engine import store as runs
from vidgenie.errors import Conflict, NotFound
from vidgenie.ledger import store as ledger
from vidgenie.library import assets as shelf
from vidgenie.library import store as library
from vidgenie.library.store import Content
from vidgenie.media.captions import sidecars
from vidgenie.services.receipts import ReceiptService
from vidgenie.services.stages import Stage, Stages
from vidgenie.services.zip_stream import Member, zipped

_FILMS = (Purpose.FILM.value, Purpose.QUICK.value)
_FILM = "video.mp4"
_LONGEST_NAME = 60  # characters of a file's name
_UNSAFE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A zip on its way. pieces: its bytes, made while they are sent."""

    download_name: str
    pieces: Generator[bytes]


@dataclass(frozen=True, slots=True)
class _Clip:
    """What a Segment shows. number: of the Segment, from 1; take: None for an own file."""

    number: int
    segment: Segment
    asset: Asset
    take: Take | None

    @property
    def name(self) -> str:
        maker = "own" if self.take is None else file_name(self.take.provider or "clip")
        return f"clips/{self.number:02}-{maker}.{self.asset.facts.suffix}"


@dataclass(frozen=True, slots=True)
class ProjectExportService:
    """Makes parcels; what it does waits, so call it from a thread.

    stages: reads a Project with all that was made for it.
    clock: the present instant, aware, UTC.
    receipts: of the Run that made the video; its receipt is in the video too.
    """

    reading: Transaction
    storage: Storage
    stages: Stages
    clock: Callable[[], datetime]
    receipts: ReceiptService

    def export(self, account: Account, project_id: str) -> Parcel:
        """Everything of the Project as it is now.

        Raises NotFound, also for a file that is gone, and Conflict (nothing_made) while there
        is neither a video nor a clip.
        """
        stage = self.stages.read(account, project_id)
        project = stage.project
        with self.reading() as session:
            film = _film(session, account, stage)
            clips = list(_clips(session, account, stage))
            spent = _spent(session, stage)
        if film is None and not clips:
            raise Conflict("Nothing was made of this project yet.", problem="nothing_made")
        now = self.clock()
        members = list(self._members(project, film, clips, now))
        receipt = self._receipt(account, film) | {
            "project": _of_project(project, spent=spent),
            "exportedAt": now.isoformat(),
            "files": list(_lines(members, film, clips)),
        }
        members.append(Member("receipt.json", _json(receipt), now))
        return Parcel(f"{file_name(project.title or project.theme)}.zip", zipped(members))

    def _members(
        self, project: Project, film: Content | None, clips: list[_Clip], now: datetime
    ) -> Iterator[Member]:
        if film is not None and film.video is not None:
            tail = self.receipts.tail(film.run_id, film.video.id) if film.run_id else b""
            yield Member(_FILM, self._path(film.video), film.video.created_at, tail)
            for suffix, text in _captions(film.video):
                yield Member(f"captions.{suffix}", text.encode(), film.video.created_at)
        for clip in clips:
            yield Member(clip.name, self._path(clip.asset), clip.asset.created_at)
        yield Member("script.json", _json(_script(project)), now)
        yield Member("script.txt", _readable(project).encode(), now)

    def _receipt(self, account: Account, film: Content | None) -> dict[str, Any]:
        """Of the Run that made the video; while there is none, what tells that it is a receipt."""
        try:
            return self.receipts.receipt(account, (film and film.run_id) or "")
        except NotFound:
            return heading(__version__)

    def _path(self, asset: Asset) -> Path:
        path = self.storage.path(asset.sha256, asset.facts.suffix)
        if not path.is_file():
            raise NotFound("file")
        return path


def file_name(title: str) -> str:
    """A name for a file that every system takes: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return _UNSAFE.sub("-", plain).strip("-")[:_LONGEST_NAME].rstrip("-") or "video"


def _film(session: Session, account: Account, stage: Stage) -> Content | None:
    """The newest finished video that its owner has not deleted."""
    for run in reversed(stage.runs):
        if run.purpose not in _FILMS:
            continue
        made = library.content_of_run(session, account.id, run.run_id)
        if made is not None and made.status == "completed" and made.video is not None:
            return made
    return None


def _clips(session: Session, account: Account, stage: Stage) -> Iterator[_Clip]:
    """What each included Segment shows, in order."""
    ids = {file.asset for file in stage.footage.values()}
    known = shelf.assets(session, account.id, ids)
    takes = {take.id: take for found in stage.takes.values() for take in found}
    for number, segment in enumerate(stage.project.segments, start=1):
        file = stage.footage.get(segment.id)
        if segment.is_included and file is not None and file.asset in known:
            yield _Clip(number, segment, known[file.asset], takes.get(file.take))


def _spent(session: Session, stage: Stage) -> int:
    """Credits that were charged for the Project so far."""
    ids = [run.run_id for run in stage.runs]
    made = (
        node
        for of_run in runs.nodes(session, ids).values()
        for node in of_run
        if node.status == NodeStatus.SUCCEEDED
    )
    refunded = sum(cost.refunded for cost in ledger.run_costs(session, ids).values())
    return sum(node.price for node in made) - refunded


def _captions(video: Asset) -> Iterator[tuple[str, str]]:
    language = video.origin.get("language", "")
    words = read_words(video.origin.get("words", ""), language)
    if words:
        yield "srt", sidecars.srt(words, language)
        yield "vtt", sidecars.vtt(words, language)


def _script(project: Project) -> dict[str, Any]:
    return {
        "title": project.title,
        "theme": project.theme,
        "pillar": project.pillar,
        "language": project.language,
        "hook": project.hook,
        "callToAction": project.call_to_action,
        "scriptBy": project.script_by,
        "segments": [
            {
                "text": segment.text,
                "prompt": segment.prompt,
                "seconds": segment.seconds,
                "isIncluded": segment.is_included,
            }
            for segment in project.segments
        ],
    }


def _readable(project: Project) -> str:
    """The script for people: what is said, and below each text what is seen."""
    blocks = [project.title or project.theme]
    at = 0
    for segment in project.included:
        moment = f"{at // 60}:{at % 60:02}"
        at += segment.seconds
        blocks.append("\n".join(filter(None, (f"[{moment}] {segment.text}", segment.prompt))))
    return "\n\n".join(blocks) + "\n"


def _of_project(project: Project, *, spent: int) -> dict[str, Any]:
    """What the receipt of a Run does not know. credits: charged for the Project so far."""
    voice = project.choices.voice
    return {
        "id": project.id,
        "title": project.title,
        "version": project.version,
        "credits": spent,
        "script": {"by": project.script_by or None, "isDraft": project.script_by == "local"},
        "voice": None if voice is None else asdict(voice),
    }


def _lines(
    members: list[Member], film: Content | None, clips: list[_Clip]
) -> Iterator[dict[str, Any]]:
    """What is known of each video in the zip, with the checksum of what is there."""
    if film is not None and film.video is not None:
        yield _line(_FILM, film.video, None) | _facts(members[0])
    for clip in clips:
        yield _line(clip.name, clip.asset, clip.take)


def _facts(member: Member) -> dict[str, Any]:
    """Size and checksum of a member with its tail."""
    if not isinstance(member.content, Path):
        raise TypeError(f"{member.name} is no stored file")
    with member.content.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(member.tail)
    size = member.content.stat().st_size + len(member.tail)
    return {"sha256": digest.hexdigest(), "bytes": size}


def _line(name: str, asset: Asset, take: Take | None) -> dict[str, Any]:
    facts, origin = asset.facts, asset.origin
    line: dict[str, Any] = {
        "name": name,
        "sha256": asset.sha256,
        "bytes": facts.bytes,
        "seconds": facts.seconds,
        "width": facts.width,
        "height": facts.height,
        "createdAt": asset.created_at.isoformat(),
        "runId": asset.run_id,
    }
    if take is None:
        return line
    return line | {
        "provider": take.provider,
        "model": origin.get("model") or take.order.model,
        "prompt": take.order.prompt,
        "mode": take.order.mode.value,
        "seed": take.order.seed,
        "credits": take.credits,
        "isDemo": origin.get("demo") == "true",
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
