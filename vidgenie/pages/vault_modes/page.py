"""Layout of the page that says who can read a key, and when."""

import reflex as rx

from vidgenie.ui import kit
from vidgenie.ui.i18n import t
from vidgenie.ui.icons import icon
from vidgenie.ui.session import SessionState
from vidgenie.ui.shell import shell

ROUTE = "/settings/vault"
SETTINGS = "/settings"
_MODES = ("managed", "sealed", "strict")
_CASES = ("database", "both", "server", "operator", "crash", "closed", "api", "lost")


@rx.page(route=ROUTE, title=t("vault.page_title"), on_load=SessionState.enter)
def vault_modes_page() -> rx.Component:
    """What managed, sealed and strict promise, and what they do not."""
    return shell(
        kit.link(
            icon("arrow-left", size=15),
            t("vault.to_settings_page"),
            to=f"{SETTINGS}#sealed",
            class_name="mb-4 inline-flex items-center gap-1.5 text-[14px] text-mute",
        ),
        kit.heading(t("vault.modes_title"), t("vault.modes_text")),
        rx.el.div(
            _mode(
                "server",
                name=t("vault.managed"),
                purpose=t("vault.managed_for"),
                promise=t("vault.managed_promise"),
                limit=t("vault.managed_limit"),
            ),
            _mode(
                "lock",
                name=t("vault.sealed"),
                purpose=t("vault.sealed_for"),
                promise=t("vault.sealed_promise"),
                limit=t("vault.sealed_limit"),
            ),
            _mode(
                "lock-keyhole",
                name=t("vault.strict_name"),
                purpose=t("vault.strict_for"),
                promise=t("vault.strict_promise"),
                limit=t("vault.strict_limit"),
            ),
            class_name="mt-8 grid gap-4 lg:grid-cols-3",
        ),
        kit.section(t("vault.compare"), _comparison()),
        kit.section(t("vault.how_title"), _how()),
        kit.section(
            t("vault.zk_title"),
            kit.card(
                rx.el.p(t("vault.zk_text"), class_name="max-w-[75ch] text-soft"),
                class_name="p-5",
            ),
        ),
        active=SETTINGS,
    )


def _mode(
    icon_name: str,
    *,
    name: rx.Var[str],
    purpose: rx.Var[str],
    promise: rx.Var[str],
    limit: rx.Var[str],
) -> rx.Component:
    return kit.card(
        rx.el.div(
            rx.el.span(
                icon(icon_name, size=19),
                class_name="grid size-9 flex-none place-items-center rounded-[10px] bg-accent-soft"
                " text-accent",
            ),
            rx.el.h2(name, class_name="text-[17px] font-semibold"),
            class_name="flex items-center gap-3",
        ),
        rx.el.p(purpose, class_name="mt-3 text-mute"),
        _words("check", t("vault.promises"), promise, tone="text-good"),
        _words("minus", t("vault.limits"), limit, tone="text-warn"),
        class_name="p-5",
    )


def _words(icon_name: str, title: rx.Var[str], text: rx.Var[str], *, tone: str) -> rx.Component:
    return rx.fragment(
        rx.el.h3(
            icon(icon_name, size=15),
            title,
            class_name=f"mt-4 flex items-center gap-1.5 text-[13px] font-semibold {tone}",
        ),
        rx.el.p(text, class_name="mt-1 text-soft"),
    )


def _comparison() -> rx.Component:
    """A table; on small screens each line of it is a card, and says the mode itself."""
    names = [t("vault.managed"), t("vault.sealed"), t("vault.strict_name")]
    return kit.card(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(t("vault.case"), scope="col", class_name="w-[22%] p-4"),
                    *[rx.el.th(name, scope="col", class_name="w-[26%] p-4") for name in names],
                ),
                class_name="text-left text-[13px] text-mute max-md:sr-only",
            ),
            rx.el.tbody(*[_case(case, names) for case in _CASES]),
            class_name="w-full border-collapse text-[14px] max-md:block",
        ),
        class_name="overflow-hidden",
    )


def _case(case: str, names: list[rx.vars.StringVar]) -> rx.Component:
    cells = [
        rx.el.td(
            rx.el.span(
                name,
                class_name="mb-0.5 block text-[12px] font-semibold text-mute md:hidden",
                custom_attrs={"aria-hidden": "true"},
            ),
            t(f"vault.row_{case}_{mode}"),
            class_name="p-4 align-top text-soft max-md:block max-md:px-4 max-md:py-2",
        )
        for mode, name in zip(_MODES, names, strict=True)
    ]
    return rx.el.tr(
        rx.el.th(
            t(f"vault.row_{case}"),
            scope="row",
            class_name="p-4 text-left align-top font-semibold max-md:block max-md:pb-1",
        ),
        *cells,
        class_name="border-t border-line max-md:block max-md:pb-3",
    )


def _how() -> rx.Component:
    steps = [t("vault.how_1"), t("vault.how_2"), t("vault.how_3"), t("vault.how_4")]
    return rx.el.ol(
        *[
            rx.el.li(
                rx.el.span(
                    str(number),
                    class_name="grid size-6 flex-none place-items-center rounded-full bg-sunken"
                    " text-[12px] font-semibold text-mute",
                    custom_attrs={"aria-hidden": "true"},
                ),
                rx.el.p(step, class_name="text-soft"),
                class_name="flex gap-3",
            )
            for number, step in enumerate(steps, 1)
        ],
        class_name="grid max-w-[75ch] gap-3",
    )
