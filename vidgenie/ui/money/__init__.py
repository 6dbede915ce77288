"""What Providers charge themselves, in dollars; credits are never among it."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from vidgenie.ui.modules import module

_JSX = module(__file__, "money.jsx")


@dataclass(frozen=True, slots=True)
class Bill:
    """What one Provider charges. micro_usd: millionths of a dollar; is_charged: it says so."""

    provider: str
    micro_usd: int
    is_charged: bool = False

    def to_json(self) -> dict[str, Any]:
        """As the component takes it."""
        return {
            "provider": self.provider,
            "microUsd": self.micro_usd,
            "isCharged": self.is_charged,
        }


class Dollars(rx.Component):
    """Bills as one line: "≈ $0.25 at Runway", or what was charged; nothing without bills.

    is_over: the work was done, so what is not known to be charged is marked as an estimate.
    """

    library = _JSX
    tag = "Dollars"

    bills: rx.Var[list[dict[str, Any]]]
    is_over: rx.Var[bool]
    test_id: rx.Var[str]


dollars = Dollars.create
