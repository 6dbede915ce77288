"""What an Account has made, as cards that know how far a Run is."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass

import reflex as rx
from reflex.event import EventType

from vidgenie import bootstrap
from vidgenie.domain.account import Account
from vidgenie.errors import NotFound
from vidgenie.services.library import ContentView
from vidgenie.services.views import RunView
from vidgenie.ui import kit
from vidgenie.ui.clock import milliseconds, moment
from vidgenie.ui.i18n import t
from vidgenie.ui.icons import icon
from vidgenie.ui.session import followed, is_still


@dataclass(frozen=True, slots=True)
class ContentRow:
    """One entry of the library. created: epoch ms; sizes in pixels, 0 = not yet.

    status: as in ContentView, or doubt: it failed, and its owner can still decide.
    """

    id: str = ""
    run_id: str = ""
    status: str = ""
    title: str = ""
    prompt: str = ""
    kind: str = ""
    thumbnail: str = ""
    image_url: str = ""
    video_url: str = ""
    audio_url: str = ""
    download_url: str = ""
    created: int = 0
    credits: int = 0
    seconds: float = 0.0
    width: int = 0
    height: int = 0
    megabytes: float = 0.0
    demo: bool = False


def content_row(view: ContentView, *, in_doubt: bool = False) -> ContentRow:
    """An entry of the library as the pages show it."""
    return ContentRow(
        id=view.id,
        run_id=view.workflow_id or "",
        status="doubt" if in_doubt else view.status,
        title=view.title or view.prompt,
        prompt=view.prompt,
        kind=view.type,
        thumbnail=view.thumbnail_url or "",
        image_url=view.image_url or "",
        video_url=view.video_url or "",
        audio_url=view.audio_url or "",
        download_url=view.download_url or "",
        created=milliseconds(view.created_at),
        credits=view.credits,
        seconds=view.seconds or 0.0,
        width=view.width or 0,
        height=view.height or 0,
        megabytes=round((view.bytes or 0) / 1e6, 1),
        demo=view.demo,
    )


class ShowsContents(rx.State, mixin=True):
    """For pages that list Content: follows the Run under way, reads the list again when needed.

    live: Run id -> progress in percent, of Runs under way.
    """

    live: rx.Field[dict[str, int]] = rx.field(default_factory=dict[str, int])

    @rx.event(background=True)
    async def watch(self) -> None:
        """Follow the Account's latest Run; Reflex ends this when the page is left."""
        seen: tuple[str, bool, bool] | None = None
        async with aclosing(followed(self)) as changes:
            async for account, view in changes:
                is_over = view.status.is_over
                # One in doubt that is over may go on.
                now = (view.id, is_over, view.doubt_until is not None)
                is_news = seen is not None and seen != now
                seen = now
                async with self:
                    if not await is_still(self, account):
                        return
                    self.live = {} if is_over else {view.id: view.progress}
                    if is_news:
                        await self._read(account)

    async def _read(self, account: Account) -> None:
        """Read the list again."""
        raise NotImplementedError


def content_card(
    item: ContentRow, live: rx.vars.ObjectVar[dict[str, int]], *, on_click: EventType[()]
) -> rx.Component:
    """One entry in a grid: picture, state, title."""
    percent = live[item.run_id].to(int)
    is_on = item.status == "processing"
    return rx.el.button(
        rx.el.div(
            rx.cond(
                item.thumbnail != "",
                rx.el.img(
                    src=item.thumbnail, alt="", loading="lazy", class_name="vg-content-image"
                ),
                rx.el.div(_stand_in(item), class_name="vg-content-image vg-content-none"),
            ),
            rx.cond(
                item.seconds > 0,
                rx.el.span(t("create.seconds", n=item.seconds), class_name="vg-content-length"),
            ),
            rx.cond(is_on, kit.bar(rx.cond(percent, percent, 0), label=t("create.progress"))),
            class_name="vg-content-frame",
        ),
        rx.el.span(item.title, class_name="vg-content-title"),
        rx.el.span(
            _state(item, percent),
            moment(at=item.created, class_name="text-mute"),
            class_name="vg-content-line",
        ),
        type="button",
        class_name="vg-content",
        custom_attrs={
            "data-status": item.status,
            "data-run": item.run_id,
            "data-testid": "library-item",
        },
        on_click=on_click,
    )


def _stand_in(item: ContentRow) -> kit.Child:
    return rx.match(
        item.status,
        ("processing", icon("loader-circle", size=26, class_name="animate-spin")),
        ("failed", icon("circle-alert", size=26)),
        ("doubt", icon("circle-help", size=26)),
        ("cancelled", icon("circle-slash", size=26)),
        rx.cond(
            item.kind == "audio",
            icon("audio-lines", size=26),
            icon("clapperboard", size=26),
        ),
    )


def _state(item: ContentRow, percent: rx.Var[int]) -> kit.Child:
    return rx.match(
        item.status,
        (
            "processing",
            kit.badge(t("library.at", n=rx.cond(percent, percent, 0)), tone="live"),
        ),
        ("failed", kit.badge(t("library.is_failed"), tone="bad")),
        ("doubt", kit.badge(t("library.is_in_doubt"), tone="warn")),
        ("cancelled", kit.badge(t("library.is_cancelled"))),
        rx.cond(item.demo, kit.badge(t("create.demo"))),
    )


def contents_grid(*children: rx.Component, test_id: str) -> rx.Component:
    """Works side by side."""
    return rx.el.div(*children, class_name="vg-contents", custom_attrs={"data-testid": test_id})


def contents_skeleton() -> rx.Component:
    """Where contents will be."""
    return rx.el.div(
        *[kit.skeleton("aspect-[9/16] rounded-[14px]") for _ in range(4)], class_name="vg-contents"
    )


async def read_contents(
    account: Account, *, page: int = 1, page_size: int, status: str = "", q: str = ""
) -> tuple[list[ContentRow], int]:
    """A page of the library (see `LibraryService.page`), and how many entries all pages have."""
    found = await asyncio.to_thread(
        bootstrap.services().library.page,
        account,
        page=page,
        page_size=page_size,
        status=status,
        q=q,
    )
    doubtful = await asyncio.to_thread(bootstrap.services().runs.in_doubt, account)
    rows = [content_row(view, in_doubt=view.workflow_id in doubtful) for view in found.items]
    return rows, found.total


def run_in_doubt(account: Account, content: ContentView) -> RunView | None:
    """The Run of an entry while its owner can still decide about it."""
    if content.status != "failed" or not content.workflow_id:
        return None
    try:
        view = bootstrap.services().runs.view(account, content.workflow_id)
    except NotFound:
        return None
    return view if view.doubt_until else None
