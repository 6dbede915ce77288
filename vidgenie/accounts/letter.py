"""What our e-mails say: plain text, from letters/en.json and letters/fr.json."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import cast

from vidgenie.domain.notification import NOTICES

LANGUAGES = ("en", "fr")
_FOLDER = Path(__file__).with_name("letters")


class Kind(StrEnum):
    """The letters there are."""

    RESET = "reset"
    EMAIL_CONFIRM = "email_confirm"
    EMAIL_ASKED = "email_asked"
    EMAIL_CHANGED = "email_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  # the name of a letter
    TOTP_ON = "totp_on"
    TOTP_OFF = "totp_off"
    RECOVERY_USED = "recovery_used"
    RUN_FINISHED = "run_finished"
    RUN_FAILED = "run_failed"
    RUN_DOUBT = "run_doubt"
    RUN_UNDECIDED = "run_undecided"
    RUN_REFUNDED = "run_refunded"
    CREDITS_LOW = "credits_low"
    UNUSUAL_USE = "unusual_use"
    RENEWAL = "renewal"
    PURCHASE = "purchase"
    PURCHASE_REVERSED = "purchase_reversed"
    REFUND_FAILED = "refund_failed"
    BOUGHT_TWICE = "bought_twice"
    RENEWAL_SOON = "renewal_soon"
    PAYMENT_FAILED = "payment_failed"
    PLAN_CHANGED = "plan_changed"
    PLAN_ENDED = "plan_ended"
    ADJUSTED = "adjusted"


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail before it has an address. body: plain text; it may hold a link that signs in."""

    kind: str
    locale: str
    subject: str
    body: str = field(repr=False)


def write(kind: Kind, *, locale: str, values: Mapping[str, str]) -> Letter:
    """The letter in this language, English when we do not speak it.

    values: what its braces stand for. Raises KeyError when one is missing.
    """
    language = locale if locale in LANGUAGES else LANGUAGES[0]
    letters = _letters(language)
    text = letters[kind.value]
    # What can be switched off says where.
    endings = ("choices", "signature") if kind in NOTICES else ("signature",)
    paragraphs = [*text["paragraphs"], *(letters[name]["paragraphs"][0] for name in endings)]
    body = "\n\n".join(paragraphs)
    return Letter(
        kind=kind.value,
        locale=language,
        subject=cast("str", text["subject"]).format_map(values),
        body=body.format_map(values) + "\n",
    )


@cache
def _letters(language: str) -> dict[str, dict[str, list[str]]]:
    return json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
