"""The text field for an idea: counts, saves itself, starts the Run with Ctrl+Enter."""

import reflex as rx

from vidgenie.ui.modules import module

_JSX = module(__file__, "prompt_field.jsx")


class PromptField(rx.Component):
    """field: name of the value, for what is kept over a refresh; max: characters."""

    library = _JSX
    tag = "PromptField"

    field: rx.Var[str]
    value: rx.Var[str]
    locked: rx.Var[bool]
    label: rx.Var[str]
    placeholder: rx.Var[str]
    max: rx.Var[int]

    on_save: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_run: rx.EventHandler[rx.event.no_args_event_spec]


prompt_field = PromptField.create
