"""The library: what an Account has made, newest first."""

from dataclasses import dataclass
from datetime import datetime

from vidgenie.db import Transaction
from vidgenie.domain.account import Account
from vidgenie.domain.asset import Asset
from vidgenie.errors import InvalidInput
from vidgenie.library import store
from vidgenie.library.store import Content, Filter
from vidgenie.services.assets import AssetService

MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class ContentView:
    """What one Run made, or is making; links are paths of this site, good for a day.

    workflow_id: the Run.
    status: processing, completed, failed or cancelled.
    credits: what it was charged; while it is processing, what it may cost.
    type: image, video or audio.
    seconds, width, height, bytes: of the finished file.
    demo: made by this server, not by a model.
    """

    id: str
    workflow_id: str | None
    status: str
    title: str
    prompt: str
    thumbnail_url: str | None
    image_url: str | None
    video_url: str | None
    audio_url: str | None
    download_url: str | None
    credits: int
    created_at: datetime
    type: str
    seconds: float | None
    width: int | None
    height: int | None
    bytes: int | None
    demo: bool


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """Part of a library; total: entries on all pages."""

    items: list[ContentView]
    page: int
    page_size: int
    total: int


@dataclass(frozen=True, slots=True)
class LibraryService:
    """Finds and removes what an Account has made."""

    transaction: Transaction
    reading: Transaction
    assets: AssetService

    def page(
        self, account: Account, *, page: int = 1, page_size: int = 20, status: str = "", q: str = ""
    ) -> LibraryPage:
        """One page, newest first.

        page: from 1.
        page_size: 1 to 100.
        status: processing, completed, failed or cancelled; "" for all.
        q: text the prompt contains; neither case nor accents count.

        Raises InvalidInput.
        """
        _check_page(page=page, page_size=page_size, status=status)
        wanted = Filter(status=status, q=q)
        with self.reading() as session:
            total = store.count(session, account.id, wanted)
            found = store.page(
                session, account.id, wanted, offset=(page - 1) * page_size, limit=page_size
            )
        items = [self._view(entry) for entry in found]
        return LibraryPage(items=items, page=page, page_size=page_size, total=total)

    def get(self, account: Account, content_id: str) -> ContentView:
        """One entry. Raises NotFound."""
        with self.reading() as session:
            found = store.content(session, account.id, content_id)
        return self._view(found)

    def delete(self, account: Account, content_id: str) -> None:
        """Take an entry out of the library. Raises NotFound."""
        with self.transaction() as session:
            store.delete_content(session, account.id, content_id)

    def _view(self, content: Content) -> ContentView:
        made = content.video or content.image or content.audio
        facts = None if made is None else made.facts
        return ContentView(
            id=content.id,
            workflow_id=content.run_id,
            status=content.status,
            title=content.title,
            prompt=content.prompt,
            thumbnail_url=self._link(content.thumbnail),
            image_url=self._link(content.image),
            video_url=self._link(content.video, run=content.run_id),
            audio_url=self._link(content.audio, run=content.run_id),
            download_url=self._link(made, download=True, run=content.run_id),
            credits=content.credits,
            created_at=content.created_at,
            type=content.type,
            seconds=None if facts is None else facts.seconds,
            width=None if facts is None else facts.width,
            height=None if facts is None else facts.height,
            bytes=None if facts is None else facts.bytes,
            demo=made is not None and made.origin.get("demo") == "true",
        )

    def _link(
        self, asset: Asset | None, *, download: bool = False, run: str | None = None
    ) -> str | None:
        if asset is None:
            return None
        suffix = asset.facts.suffix
        return self.assets.signed_url(asset.id, suffix, download=download, run=run or "")


def _check_page(*, page: int, page_size: int, status: str) -> None:
    if not 1 <= page <= 1_000_000:
        raise InvalidInput("Pages are counted from 1.", field="page", problem="out_of_range")
    if not 1 <= page_size <= MAX_PAGE_SIZE:
        message = f"A page holds 1 to {MAX_PAGE_SIZE} entries."
        raise InvalidInput(message, field="pageSize", problem="out_of_range", limit=MAX_PAGE_SIZE)
    if status and status not in store.STATUSES:
        message = f"status is one of {', '.join(store.STATUSES)}."
        raise InvalidInput(message, field="status", problem="unknown")
