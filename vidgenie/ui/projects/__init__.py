"""Projects: all of them, the way to a new one, and a video from one sentence.

What they show and do goes over the REST API, never through a State.
"""

import reflex as rx

from vidgenie.ui.modules import module

_LIST = module(__file__, "projects.jsx")
_WIZARD = module(__file__, "wizard.jsx")
_QUICK = module(__file__, "quick.jsx")


class Projects(rx.Component):
    """The Account's Projects and batches."""

    library = _LIST
    tag = "Projects"


class ProjectWizard(rx.Component):
    """A new Project in two steps: the job, the Segments."""

    library = _WIZARD
    tag = "Wizard"


class QuickVideo(rx.Component):
    """A sentence becomes a finished short."""

    library = _QUICK
    tag = "QuickVideo"


projects_list = Projects.create
project_wizard = ProjectWizard.create
quick_video = QuickVideo.create
