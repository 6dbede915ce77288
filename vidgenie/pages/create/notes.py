"""What is said in a Node beside what it makes: waits, questions, failures, dollars."""

from typing import Any

import reflex as rx

from vidgenie.pages.create.state import CreateState
from vidgenie.ui import kit
from vidgenie.ui.doubt import doubt
from vidgenie.ui.flow import wait
from vidgenie.ui.i18n import error_text, remedy_text, t
from vidgenie.ui.icons import icon
from vidgenie.ui.money import dollars

Json = rx.vars.ObjectVar[dict[str, Any]]


def notes(  # noqa: PLR0913  # what is known of a Node
    node: rx.Var[str],
    made: Json,
    *,
    status: rx.Var[str],
    until: rx.Var[int],
    left: rx.Var[int],
    bills: rx.Var[list[dict[str, Any]]],
) -> rx.Component:
    """All of it; made: see `CreateState.made`; until, left: see `ui.flow.Wait`."""
    return rx.fragment(
        _waiting(node, made),
        _busy(node, made, until=until, left=left),
        _question(node, made),
        _taken_over(made, status=status),
        _failure(made),
        _dollars(node, bills, made),
    )


def questions(*, is_large: bool = False) -> kit.Child:
    """All that the owner of the Run is asked, by Node.

    In the result, and, `is_large`, above the canvas of a narrow screen, where that is
    far down.
    """

    def one(question: Json) -> rx.Component:
        return doubt(
            question=question,
            answered=CreateState.answered,
            names_node=True,
            is_large=is_large,
            on_decide=CreateState.decide,
        )

    return rx.cond(
        CreateState.questions.length() > 0,
        rx.el.section(
            rx.foreach(CreateState.questions, one),
            aria_label=t("create.run_in_doubt"),
            class_name="vg-doubt-card" if is_large else "vg-result-question",
            custom_attrs={"data-testid": "doubt-card" if is_large else "result-question"},
        ),
    )


def is_asked(made: Json) -> rx.Var[bool]:
    """Whether its owner is asked something about this Node."""
    return made["question"].to(dict[str, Any])["run"].bool()


def _failure(made: Json) -> kit.Child:
    error = made["error"].to(dict[str, Any])
    return rx.cond(
        error["code"].bool() & ~is_asked(made),
        rx.el.div(
            rx.el.b(error_text(error)),
            rx.el.span(remedy_text(error)),
            class_name="vg-node-error-text",
        ),
    )


def _waiting(node: rx.Var[str], made: Json) -> kit.Child:
    return rx.cond(
        made["waits"],
        rx.el.p(
            icon("key-round", size=15),
            t("create.waits_for_key", provider=made["waits"]),
            role="status",
            class_name="vg-node-waits",
            custom_attrs={"data-testid": _name(node, "wait")},
        ),
    )


def _busy(node: rx.Var[str], made: Json, *, until: rx.Var[int], left: rx.Var[int]) -> kit.Child:
    return rx.cond(
        made["busy"].bool() & (until.to(int) > 0),
        wait(
            provider=made["busy"].to(str),
            until=until,
            left=left,
            class_name="vg-node-waits vg-node-busy",
            test_id=_name(node, "wait"),
        ),
    )


def _question(node: rx.Var[str], made: Json) -> kit.Child:
    return rx.cond(
        is_asked(made),
        doubt(
            question=made["question"].to(dict[str, Any]),
            answered=CreateState.answered,
            on_decide=CreateState.decide,
            test_id=_name(node, "question"),
        ),
    )


def _taken_over(made: Json, *, status: rx.Var[str]) -> kit.Child:
    names = {"first": made["first"], "provider": made["by"]}
    return rx.cond(
        made["first"],
        rx.el.p(
            icon("route", size=15),
            rx.cond(
                status == "success",
                t("create.made_instead", **names),
                t("create.taken_over", **names),
            ),
            role="status",
            class_name="vg-node-instead",
            custom_attrs={"data-testid": "taken-over"},
        ),
    )


def _dollars(node: rx.Var[str], bills: rx.Var[list[dict[str, Any]]], made: Json) -> rx.Component:
    """What the Provider charged for the Run shown, else what it is expected to charge."""
    return dollars(
        bills=made["bills"],
        expected=bills,
        class_name="vg-node-dollars",
        test_id=_name(node, "dollars"),
    )


def _name(node: rx.Var[str], part: str) -> rx.Var[str]:
    return "node-" + node.to(str) + f"-{part}"
