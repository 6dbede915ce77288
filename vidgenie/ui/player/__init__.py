"""Players: of a video, of sound."""

import reflex as rx

from vidgenie.ui.i18n import t
from vidgenie.ui.kit import Words
from vidgenie.ui.modules import module

_JSX = module(__file__, "player.jsx")


class Player(rx.Component):
    """A video with controls, full screen and download; nothing while `src` is ""."""

    library = _JSX
    tag = "Player"

    src: rx.Var[str]
    poster: rx.Var[str]
    label: rx.Var[str]
    full_screen_label: rx.Var[str]
    download_label: rx.Var[str]
    failed_label: rx.Var[str]
    download_url: rx.Var[str]
    test_id: rx.Var[str]
    download_test_id: rx.Var[str]


def player(src: Words, *, poster: Words, download_url: Words, name: str = "result") -> rx.Component:
    """The video at `src`; its test ids begin with `name`."""
    return Player.create(
        src=src,
        poster=poster,
        download_url=download_url,
        label=t("player.label"),
        full_screen_label=t("player.full_screen"),
        download_label=t("player.download"),
        failed_label=t("player.failed"),
        test_id=f"{name}-video",
        download_test_id=f"{name}-download",
    )


def sound(src: Words) -> rx.Component:
    """The sound at `src`, with controls."""
    return rx.el.audio(
        src=src,
        controls=True,
        preload="metadata",
        aria_label=t("create.sound_label"),
        class_name="block h-10 w-full nodrag nopan",
    )
