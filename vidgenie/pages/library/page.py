"""Layout of the library page."""

from typing import Any, cast

import reflex as rx

from vidgenie.pages.library.state import LibraryState, Status
from vidgenie.ui import kit
from vidgenie.ui.clock import moment
from vidgenie.ui.contents import ContentRow, content_card, contents_grid, contents_skeleton
from vidgenie.ui.dialog import dialog
from vidgenie.ui.doubt import doubt
from vidgenie.ui.i18n import t
from vidgenie.ui.icons import icon
from vidgenie.ui.nav import NAVIGATION, NavItem
from vidgenie.ui.player import player, sound
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/library"
NAVIGATION.add(NavItem(ROUTE, "nav.library", "library", order=30))
TIMES = "\u202f\u00d7\u202f"
_PAUSE = 250  # ms between the last key and the search


@rx.page(
    route=ROUTE,
    title=t("page.library"),
    on_load=[SessionState.enter, LibraryState.load, LibraryState.watch],
)
def library() -> rx.Component:
    """Everything the Account has made."""
    return shell(
        kit.heading(
            t("library.title"),
            t("library.total", n=LibraryState.total),
            kit.link_button(icon("sparkles"), t("library.new"), to="/create", look="primary"),
        ),
        _tools(),
        rx.cond(
            LibraryState.is_loaded,
            rx.cond(LibraryState.contents.length() > 0, _contents(), _nothing()),
            contents_skeleton(),
        ),
        _entry(),
        active=ROUTE,
    )


def _tools() -> rx.Component:
    states: list[tuple[Status, rx.Var[str]]] = [
        ("", t("library.all")),
        ("completed", t("library.completed")),
        ("processing", t("library.processing")),
        ("failed", t("library.failed")),
        ("cancelled", t("library.cancelled")),
    ]
    return rx.el.div(
        rx.el.label(
            icon("search", size=17),
            rx.el.span(t("library.search"), class_name="vg-sr"),
            rx.el.input(
                default_value=LibraryState.query,
                on_change=LibraryState.search.debounce(_PAUSE),
                placeholder=t("library.search"),
                type="search",
                max_length=200,
                class_name="vg-input",
                custom_attrs={"data-testid": "library-search"},
            ),
            class_name="vg-search",
        ),
        rx.el.div(
            *[
                rx.el.button(
                    text,
                    on_click=LibraryState.filter(value),
                    type="button",
                    class_name="vg-chip",
                    custom_attrs={
                        "aria-pressed": LibraryState.status == value,
                        "data-status": value,
                    },
                )
                for value, text in states
            ],
            role="group",
            aria_label=t("library.filter"),
            class_name="vg-chips",
        ),
        class_name="vg-tools",
    )


def _contents() -> rx.Component:
    def card(item: ContentRow) -> rx.Component:
        return content_card(item, LibraryState.live, on_click=LibraryState.show(item.id))

    return rx.fragment(
        contents_grid(rx.foreach(LibraryState.contents, card), test_id="library-grid"),
        rx.cond(
            LibraryState.pages > 1,
            rx.el.nav(
                kit.button(
                    icon("chevron-left"),
                    t("library.previous"),
                    size="small",
                    on_click=LibraryState.turn(-1),
                    disabled=LibraryState.page <= 1,
                ),
                rx.el.span(
                    t("library.page", page=LibraryState.page, pages=LibraryState.pages),
                    class_name="vg-num text-[13px] text-mute",
                ),
                kit.button(
                    t("library.next"),
                    icon("chevron-right"),
                    size="small",
                    on_click=LibraryState.turn(1),
                    disabled=LibraryState.page >= LibraryState.pages,
                ),
                aria_label=t("library.pages"),
                class_name="mt-8 flex items-center justify-center gap-4",
            ),
        ),
    )


def _nothing() -> rx.Component:
    is_searching = (LibraryState.query != "") | (LibraryState.status != "")
    return kit.card(
        rx.cond(
            is_searching,
            kit.empty_state("search", title=t("library.no_match"), text=t("library.no_match_text")),
            kit.empty_state(
                "clapperboard",
                title=t("library.empty"),
                text=t("library.empty_text"),
                action=kit.link_button(
                    icon("sparkles"), t("library.new"), to="/create", look="primary"
                ),
            ),
        ),
    )


def _entry() -> rx.Component:
    item = cast("ContentRow", LibraryState.opened)  # rows are typed by their value
    shown = rx.match(
        item.status,
        ("completed", _media(item)),
        ("processing", _note("loader-circle", t("library.processing_text"))),
        ("cancelled", _note("circle-slash", t("library.cancelled_text"))),
        ("doubt", _questions()),
        _note("circle-alert", t("library.failed_text")),
    )
    return dialog(
        rx.el.div(
            shown,
            rx.el.div(
                rx.el.div(
                    moment(at=item.created, class_name="text-[13px] text-mute"),
                    kit.icon_button("x", label=t("shell.close"), on_click=LibraryState.close),
                    class_name="flex items-center justify-between",
                ),
                rx.el.p(item.prompt, class_name="vg-entry-prompt"),
                _facts(item),
                rx.cond(
                    (item.run_id != "") & (item.status != "processing"),
                    kit.link(
                        t("library.how"), to="/runs/" + item.run_id, class_name="vg-entry-how"
                    ),
                ),
                _removal(item),
                class_name="vg-entry-words",
            ),
            class_name="vg-entry",
        ),
        open=LibraryState.is_open,
        label=t("library.entry"),
        on_close=LibraryState.close,
        class_name="vg-dialog-wide",
        test_id="library-dialog",
    )


def _questions() -> rx.Component:
    def one(question: rx.vars.ObjectVar[dict[str, Any]]) -> rx.Component:
        return doubt(
            question=question,
            answered=LibraryState.answered,
            names_node=True,
            on_decide=LibraryState.decide,
        )

    return rx.el.section(
        rx.foreach(LibraryState.questions, one),
        aria_label=t("library.in_doubt_text"),
        class_name="grid content-start gap-3",
        custom_attrs={"data-testid": "library-question"},
    )


def _media(item: ContentRow) -> kit.Child:
    return rx.cond(
        item.video_url != "",
        player(
            item.video_url, poster=item.thumbnail, download_url=item.download_url, name="library"
        ),
        rx.cond(
            item.image_url != "",
            rx.el.div(
                rx.el.img(src=item.image_url, alt=item.prompt, class_name="vg-thumb"),
                kit.download_button(t("player.download"), href=item.download_url),
                class_name="grid gap-3",
            ),
            rx.cond(
                item.audio_url != "",
                rx.el.div(
                    sound(item.audio_url),
                    kit.download_button(t("player.download"), href=item.download_url),
                    class_name="grid content-start gap-3",
                    custom_attrs={"data-testid": "library-sound"},
                ),
                _note("file-text", t("library.no_file_text")),
            ),
        ),
    )


def _note(icon_name: str, text: rx.Var[str]) -> rx.Component:
    return rx.el.div(icon(icon_name, size=26), text, class_name="vg-thumb-none")


def _facts(item: ContentRow) -> rx.Component:
    def fact(term: rx.Var[str], *value: kit.Child) -> rx.Component:
        return rx.el.div(rx.el.dt(term), rx.el.dd(*value), class_name="vg-fact")

    return rx.el.dl(
        rx.cond(
            item.seconds > 0,
            fact(t("library.length"), t("create.seconds", n=item.seconds)),
        ),
        rx.cond(
            item.width > 0,
            fact(t("library.size"), item.width, TIMES, item.height),
        ),
        rx.cond(
            item.megabytes > 0,
            fact(t("library.file"), t("create.megabytes", n=item.megabytes)),
        ),
        fact(t("library.cost"), t("credits.count", n=item.credits)),
        class_name="vg-facts-list",
    )


def _removal(item: ContentRow) -> rx.Component:
    ask = rx.cond(
        item.status == "processing",
        kit.link_button(t("library.follow"), to="/runs/" + item.run_id, size="small"),
        kit.button(
            icon("trash-2"),
            t("library.delete"),
            look="danger",
            size="small",
            on_click=LibraryState.ask,
            test_id="library-delete",
        ),
    )
    confirm = rx.el.div(
        rx.el.p(t("library.sure"), class_name="text-[13.5px]", role="alert"),
        rx.el.div(
            kit.button(
                t("library.delete_yes"),
                look="danger",
                size="small",
                on_click=LibraryState.delete,
                test_id="library-delete-yes",
            ),
            kit.button(
                t("library.delete_no"),
                look="quiet",
                size="small",
                on_click=LibraryState.show(item.id),
            ),
            class_name="mt-2 flex gap-2",
        ),
    )
    return rx.el.div(rx.cond(LibraryState.is_sure, confirm, ask), class_name="mt-auto pt-4")
