"""Texts in English and French: `t("credits.count", n=State.credits)` is a Var.

They are translated in the browser: another language costs no websocket frame.
The backend never sends a sentence: it sends codes and values, and `error_text`
or `label` put them into words. Keys are checked when a page is built.
"""

import json

import reflex as rx
from reflex.event import EventSpec
from reflex.utils.imports import ImportVar
from reflex.vars import VarData

from vidgenie.ui.i18n.catalogue import placeholders, texts

MODULE = "$/utils/vidgenie_i18n"
_USES_TEXTS = VarData(
    imports={MODULE: [ImportVar(tag="useT")]},
    hooks={"const vgT = useT()": None},
)
# Keys asked for so far, and groups whose keys are put together in the browser; for tests.
used_keys: set[str] = set()
used_groups: set[str] = {"error", "remedy", "noun", "field"}


def t(key: str, **values: object) -> rx.vars.StringVar:
    """The text of `key`, with `values` (numbers or Vars) in its placeholders.

    Raises KeyError for an unknown key, ValueError when the values do not fit the placeholders.
    """
    text = texts("en")[key]
    wanted = placeholders(text) | ({"n"} if isinstance(text, dict) else frozenset())
    if wanted != values.keys():
        raise ValueError(f"{key} takes {sorted(wanted)}, got {sorted(values)}")
    used_keys.add(key)
    if not values:
        return _text(f"vgT({json.dumps(key)})")
    given = rx.Var.create(values)
    return _text(f"vgT({json.dumps(key)}, {given!s})", given)


def label(group: str, name: rx.Var[str] | str) -> rx.vars.StringVar:
    """The text of a key whose last part only the browser knows; else `name` itself."""
    used_groups.add(group)
    last = rx.Var.create(name)
    return _text(f"vgT.label({json.dumps(group)}, {last!s})", last)


def error_text(error: rx.Var[dict[str, object]]) -> rx.vars.StringVar:
    """What happened, for an error as `VidGenieError.to_dict` writes it."""
    return _text(f"vgT.error({error!s})", error)


def remedy_text(error: rx.Var[dict[str, object]]) -> rx.vars.StringVar:
    """What to do about it."""
    return _text(f"vgT.remedy({error!s})", error)


def locale() -> rx.vars.StringVar:
    """The language shown: en or fr."""
    return _text("vgT.locale")


def toggle_locale() -> EventSpec:
    """Show the other language; stays in the browser."""
    switch = rx.Var(
        _js_expr="(() => toggleLocale())",
        _var_data=VarData(imports={MODULE: [ImportVar(tag="toggleLocale")]}),
    )
    return rx.call_function(switch)


def _text(expression: str, *reads: rx.Var[object]) -> rx.vars.StringVar:
    data = VarData.merge(_USES_TEXTS, *(var._get_all_var_data() for var in reads))  # noqa: SLF001  # the way Reflex composes Vars
    return rx.Var(_js_expr=expression, _var_type=str, _var_data=data).to(str)
