"""What is inside a Node on the canvas."""

from typing import Any, cast

import reflex as rx

from vidgenie.pages.create.notes import is_asked, notes, questions
from vidgenie.pages.create.shown import Result
from vidgenie.pages.create.state import CreateState
from vidgenie.ui import kit
from vidgenie.ui.clock import elapsed
from vidgenie.ui.flow import node_fields
from vidgenie.ui.i18n import label, t
from vidgenie.ui.icons import icon, node_icon
from vidgenie.ui.player import player, sound
from vidgenie.ui.prompt_field import prompt_field

MAX_PROMPT = 1000  # characters, PRD V2 3.2
_IDEAS = ("create.idea_1", "create.idea_2", "create.idea_3")

Json = rx.vars.ObjectVar[dict[str, Any]]
TIMES = "\u202f\u00d7\u202f"


@rx.memo
def node_body(  # noqa: PLR0913, PLR0917  # one prop each, given by node.jsx
    id: rx.Var[str],  # noqa: A002  # the prop's name
    type: rx.Var[str],  # noqa: A002  # the prop's name
    icon: rx.Var[str],
    status: rx.Var[str],
    since: rx.Var[int],
    took: rx.Var[int],
    now: rx.Var[int],
    until: rx.Var[int],
    left: rx.Var[int],
    locked: rx.Var[bool],
    text: rx.Var[str],
    fields: rx.Var[list[dict[str, Any]]],
    demo: rx.Var[bool],
    price: rx.Var[int],
    bills: rx.Var[list[dict[str, Any]]],
    made: rx.Var[dict[str, Any]],
) -> rx.Component:
    """A Node of any type; made: see `CreateState.made`; until, left: see `ui.flow.Wait`."""
    output = made.to(dict[str, Any])
    content = rx.match(
        type,
        ("prompt", _prompt(id, text=text, locked=locked)),
        ("enhance", _compared(output)),
        ("image", _picture(output, status=status)),
        ("video", "footage", "assemble", _clip(output, status=status)),
        ("speech", "recording", "music", _sound(output, status=status)),
        ("output", _output(cast("Result", CreateState.result))),
        _anything(output),
    )
    return rx.fragment(
        rx.el.header(
            rx.el.span(node_icon(icon), class_name="vg-node-icon"),
            rx.el.h3(label("node", type), class_name="vg-node-title"),
            rx.el.span(
                elapsed(since=since, took=took, now=now, class_name="vg-node-time"),
                _price(demo, price.to(int)),
                _mark(status, is_in_doubt=is_asked(output)),
                class_name="vg-node-side",
            ),
            class_name="vg-node-head",
        ),
        rx.el.div(
            node_fields(
                rows=fields,
                locked=locked,
                on_edit=lambda name, value: CreateState.edit(id, name, value),
            ),
            content,
            notes(id, output, status=status, until=until, left=left, bills=bills),
            class_name="vg-node-body",
        ),
    )


def _price(demo: rx.Var[bool], price: rx.vars.NumberVar[int]) -> kit.Child:
    return rx.cond(
        demo,
        kit.badge(t("create.demo"), title=t("create.demo_title")),
        rx.cond(price > 0, kit.badge(t("credits.short", n=price), tone="accent")),
    )


def _mark(status: rx.Var[str], *, is_in_doubt: rx.Var[bool]) -> kit.Child:
    shown = rx.fragment(
        rx.match(
            status,
            ("success", icon("circle-check", size=17, class_name="text-good")),
            ("error", icon("circle-alert", size=17, class_name="text-bad")),
            rx.fragment(),
        ),
        rx.el.span(label("status", status), class_name="vg-sr"),
    )
    doubtful = rx.fragment(
        icon("circle-help", size=17, class_name="text-warn"),
        rx.el.span(t("create.in_doubt"), class_name="vg-sr"),
    )
    return rx.cond(is_in_doubt, doubtful, shown)


def _prompt(node: rx.Var[str], *, text: rx.Var[str], locked: rx.Var[bool]) -> rx.Component:
    ideas = [
        rx.el.button(
            t(key),
            on_click=CreateState.edit(node, "text", t(key)),
            type="button",
            class_name="vg-idea nodrag",
        )
        for key in _IDEAS
    ]
    return rx.el.div(
        prompt_field(
            field=node,
            value=text,
            locked=locked,
            label=t("create.prompt_label"),
            placeholder=t("create.prompt_placeholder"),
            max=MAX_PROMPT,
            on_save=lambda typed: CreateState.edit(node, "text", typed),
            on_run=CreateState.run,
        ),
        rx.cond(
            (text == "") & ~locked,
            rx.el.div(
                rx.el.p(t("create.ideas"), class_name="vg-hint"), *ideas, class_name="vg-ideas"
            ),
        ),
    )


def _compared(made: Json) -> kit.Child:
    return rx.cond(
        made["text"],
        rx.el.div(
            rx.el.div(
                rx.el.b(t("create.before")),
                made["before"].to(str),
                class_name="vg-compare-part vg-compare-before nowheel",
            ),
            rx.el.div(
                rx.el.b(t("create.after")),
                made["text"].to(str),
                class_name="vg-compare-part nowheel",
            ),
            class_name="vg-compare",
        ),
    )


def _picture(made: Json, *, status: rx.Var[str]) -> kit.Child:
    return rx.cond(
        made["url"],
        rx.fragment(
            rx.el.img(
                src=rx.cond(made["thumbnailUrl"], made["thumbnailUrl"], made["url"]).to(str),
                alt=t("create.image_alt"),
                class_name="vg-thumb",
            ),
            _facts(made),
        ),
        _nothing_yet(status, waiting=t("create.image_empty"), busy=t("create.image_busy")),
    )


def _clip(made: Json, *, status: rx.Var[str]) -> kit.Child:
    return rx.cond(
        made["url"],
        rx.fragment(
            rx.el.video(
                src=made["url"].to(str),
                poster=made["thumbnailUrl"].to(str),
                muted=True,
                loop=True,
                plays_inline=True,
                preload="none",
                controls=True,
                aria_label=t("create.video_preview"),
                style={
                    "aspect_ratio": made["width"].to_string() + " / " + made["height"].to_string()
                },
                class_name="vg-thumb nodrag",
            ),
            _facts(made),
        ),
        _nothing_yet(status, waiting=t("create.video_empty"), busy=t("create.video_busy")),
    )


def _sound(made: Json, *, status: rx.Var[str]) -> kit.Child:
    return rx.cond(
        made["url"],
        rx.fragment(
            sound(made["url"].to(str)),
            rx.el.div(
                _facts(made),
                kit.download_button(t("player.download"), href=made["url"].to(str)),
                class_name="flex items-center justify-between gap-3",
            ),
        ),
        rx.el.div(
            icon("audio-lines", size=22),
            rx.cond(status == "loading", t("create.sound_busy"), t("create.sound_empty")),
            class_name="vg-thumb-empty vg-sound-empty",
        ),
    )


def _output(result: Result) -> kit.Child:
    download = kit.download_button(
        t("player.download"), href=result.download_url, test_id="result-download"
    )
    shown = rx.match(
        result.kind,
        ("video", player(result.url, poster=result.poster, download_url=result.download_url)),
        ("audio", rx.fragment(sound(result.url), download)),
        rx.fragment(
            rx.el.img(src=result.url, alt=t("create.image_alt"), class_name="vg-thumb"), download
        ),
    )
    facts = rx.el.p(
        rx.cond(result.seconds > 0, rx.el.b(t("create.seconds", n=result.seconds))),
        rx.cond(result.width > 0, rx.el.b(result.width, TIMES, result.height)),
        rx.cond(result.megabytes > 0, rx.el.b(t("create.megabytes", n=result.megabytes))),
        class_name="vg-facts",
        custom_attrs={"data-testid": "result-facts"},
    )
    return rx.cond(
        result.url != "",
        rx.el.div(shown, facts, id="result", class_name="grid gap-2.5"),
        rx.fragment(
            questions(),
            rx.el.div(
                icon("clapperboard", size=24), t("create.output_empty"), class_name="vg-thumb-empty"
            ),
        ),
    )


def _anything(made: Json) -> kit.Child:
    """What a Node of a type without a body of its own made."""
    return rx.cond(
        made["thumbnailUrl"],
        rx.el.img(
            src=made["thumbnailUrl"].to(str), alt=t("create.image_alt"), class_name="vg-thumb"
        ),
        rx.cond(
            made["text"],
            rx.el.div(made["text"].to(str), class_name="vg-compare-part nowheel"),
            # A file that has no picture is sound.
            rx.cond(made["url"], sound(made["url"].to(str))),
        ),
    )


def _facts(made: Json) -> rx.Component:
    return rx.el.p(
        rx.cond(made["seconds"], rx.el.b(t("create.seconds", n=made["seconds"]))),
        rx.cond(
            made["width"].to(int) > 0,
            rx.el.b(made["width"].to(int), TIMES, made["height"].to(int)),
        ),
        class_name="vg-facts",
    )


def _nothing_yet(status: rx.Var[str], *, waiting: rx.Var[str], busy: rx.Var[str]) -> rx.Component:
    return rx.el.div(rx.cond(status == "loading", busy, waiting), class_name="vg-thumb-empty")
