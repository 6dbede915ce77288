"""Layout of the quick video."""

import reflex as rx

from vidgenie.ui.i18n import t
from vidgenie.ui.projects import quick_video
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell


@rx.page(route="/generate", title=t("quick.window"), on_load=SessionState.enter)
def generate() -> rx.Component:
    """A theme becomes a finished short in one go."""
    return shell(quick_video(), active="/projects")
