"""The figures of a notification as an e-mail writes them, in the Account's language."""

from collections.abc import Mapping
from datetime import date

_MINUS = "\u2212"
_THIN, _WIDE = "\u202f", "\u00a0"  # no-break spaces
_SIGNS = {"usd": "$", "eur": "€", "gbp": "£"}
_MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December"),
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
        *("septembre", "octobre", "novembre", "décembre"),
    ),
}
# Names, the same in every language.
_PLANS = {"free": "Free", "starter": "Starter", "pro": "Pro", "enterprise": "Enterprise"}
_UNLIMITED = {"en": "unlimited credits", "fr": f"crédits{_WIDE}illimités"}
_PERIODS = {
    "en": {
        "day": ("today", "on a usual day it is"),
        "hour": ("within an hour", "the most in an hour so far was"),
        "rare": ("today", "the most on a day so far was"),
    },
    "fr": {
        "day": ("aujourd’hui", "un jour ordinaire, c’est"),  # noqa: RUF001  # as in print
        "hour": ("en une heure", "le plus en une heure était jusqu’ici"),  # noqa: RUF001  # as in print
        "rare": ("aujourd’hui", "le plus en un jour était jusqu’ici"),  # noqa: RUF001  # as in print
    },
}
_UNTITLED = {"en": "your run", "fr": "votre exécution"}


def in_words(params: Mapping[str, object], language: str, plan: str = "") -> dict[str, str]:
    """What the braces of a letter stand for.

    credits, usual: "1,200 credits"; change: the same with its sign; amount, of cents and
    currency: "$21.99"; until: a day; plan: its name; within, habit: of the period; title: of
    the Run; the others as they are. plan: what the Plan is called that an admin has added.
    """
    words = {name: str(value) for name, value in params.items()}
    for name in ("credits", "usual"):
        if isinstance(count := params.get(name), int):
            words[name] = _credits(count, language)
    if params.get("credits") == 0 and params.keys() & {"cents", "plan"}:
        words["credits"] = _UNLIMITED[language]
    if isinstance(count := params.get("credits"), int):
        words["change"] = f"{'+' if count > 0 else _MINUS}{_credits(count, language)}"
    if isinstance(cents := params.get("cents"), int):
        words["amount"] = _money(cents, str(params.get("currency", "")), language)
    if until := params.get("until"):
        words["until"] = _day(date.fromisoformat(str(until)[:10]), language)
    if slug := params.get("plan"):
        words["plan"] = _PLANS.get(str(slug), plan or str(slug).capitalize())
    if period := params.get("period"):
        words["within"], words["habit"] = _PERIODS[language][str(period)]
    if "title" in params and not params["title"]:
        words["title"] = _UNTITLED[language]
    return words


def _credits(count: int, language: str) -> str:
    number = _grouped(abs(count), language)
    if language == "fr":
        return f"{number}{_WIDE}crédit{'s' if abs(count) > 1 else ''}"
    return f"{number} credit{'' if abs(count) == 1 else 's'}"


def _grouped(number: int, language: str) -> str:
    return f"{number:,}".replace(",", _THIN) if language == "fr" else f"{number:,}"


def _money(cents: int, currency: str, language: str) -> str:
    whole, rest = divmod(abs(cents), 100)
    sign = _SIGNS.get(currency.lower(), currency.upper())
    if language == "fr":
        return f"{_grouped(whole, language)},{rest:02}{_WIDE}{sign}"
    space = "" if currency.lower() in _SIGNS else " "
    return f"{sign}{space}{_grouped(whole, language)}.{rest:02}"


def _day(day: date, language: str) -> str:
    month = _MONTHS[language][day.month - 1]
    if language == "fr":
        first = "1er" if day.day == 1 else str(day.day)
        return f"{first} {month} {day.year}"
    return f"{month} {day.day}, {day.year}"
