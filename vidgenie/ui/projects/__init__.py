"""Projects: all of them, the way to a new one, and a video from one sentence.

What they show and do goes over the REST API, never through a State.
"""

import reflex as rx

from vidgenie.ui.modules import module

_LIST = module(__file__, "projects.jsx")
_WIZARD = module(__file__, "wizard.jsx")
_QUICK = module(__file__, "quick.jsx")


class Projects(rx.Component):
    """The Account's Projects and batches.

    on_spent: a Run has begun or is over: the Account may have other credits now.
    """

    library = _LIST
    tag = "Projects"

    on_spent: rx.EventHandler[rx.event.no_args_event_spec]


class ProjectWizard(rx.Component):
    """A new Project in two steps: the job, the Segments. on_spent: as for `Projects`."""

    library = _WIZARD
    tag = "Wizard"

    on_spent: rx.EventHandler[rx.event.no_args_event_spec]


class QuickVideo(rx.Component):
    """A sentence becomes a finished short. on_spent: as for `Projects`."""

    library = _QUICK
    tag = "QuickVideo"

    on_spent: rx.EventHandler[rx.event.no_args_event_spec]


projects_list = Projects.create
project_wizard = ProjectWizard.create
quick_video = QuickVideo.create
