"""Layout of the wizard for a new Project."""

import reflex as rx

from vidgenie.ui.i18n import t
from vidgenie.ui.projects import project_wizard
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell


@rx.page(route="/projects/new", title=t("wizard.window"), on_load=SessionState.enter)
def project_new() -> rx.Component:
    """The job first, then the Segments."""
    return shell(project_wizard(), active="/projects")
