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
    """Bills as one line; nothing without any.

    bills: of work that was done: "charged by Runway: $0.25", or else marked as an estimate.
    expected: of work to be done, shown when there are none of those: "≈ $0.25 at Runway".
    """

    library = _JSX
    tag = "Dollars"

    bills: rx.Var[list[dict[str, Any]]]
    expected: rx.Var[list[dict[str, Any]]]
    test_id: rx.Var[str]


dollars = Dollars.create
