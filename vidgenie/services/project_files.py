"""Files of Projects, as views show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from vidgenie.domain.asset import Asset
from vidgenie.domain.value import FileValue
from vidgenie.library import assets
from vidgenie.library.tables import ContentRow
from vidgenie.services.project_reading import Facts, results
from vidgenie.services.views import Link


@dataclass(frozen=True, slots=True)
class Files:
    """Those that are shown.

    assets: those of Takes. thumbnails: by Asset. results: what a Run shows. contents: Run ->
    its entry in the library.
    """

    assets: Mapping[str, Asset] = field(default_factory=dict[str, Asset])
    thumbnails: Mapping[str, Asset] = field(default_factory=dict[str, Asset])
    results: Mapping[str, FileValue] = field(default_factory=dict[str, FileValue])
    contents: Mapping[str, str] = field(default_factory=dict[str, str])


def files_of(session: Session, account_id: str, found: Sequence[Facts]) -> Files:
    """In as many queries for one Project as for sixty."""
    shown = {
        take.file.asset_id
        for each in found
        for segment in each.project.segments
        if (take := each.shown(segment)) and take.file
    }
    runs = [run.id for each in found for run in (each.film, each.animatic) if run]
    references = [file for each in found for file in each.known.values()]
    contents = select(ContentRow.run_id, ContentRow.id).where(
        col(ContentRow.run_id).in_(runs), col(ContentRow.deleted_at).is_(None)
    )
    return Files(
        assets=assets.assets(session, account_id, shown),
        thumbnails=assets.thumbnails(session, references),
        results=dict(results(session, runs)),
        contents={run_id or "": content_id for run_id, content_id in session.exec(contents)},
    )


def thumbnail_url(link: Link, file: FileValue | None) -> str:
    """A picture of the file, "" when there is none."""
    return link(file.thumbnail_id, "jpg") if file and file.thumbnail_id else ""
