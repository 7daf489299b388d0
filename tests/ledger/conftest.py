"""Gifts between invented schools."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lianmeng.ledger.vocabulary import Gift, Path, Unit

Giving = Callable[..., Gift]


@pytest.fixture
def gift() -> Giving:
    """A gift, with what the test wants to be different; each has a source of its own."""
    number = iter(range(10_000))

    def made(**other: Any) -> Gift:
        usual: dict[str, Any] = {
            "path": Path.TWINNING,
            "giver": "strong",
            "receiver": "weak",
            "day": date(2026, 3, 5),
            "unit": Unit.LESSONS,
            "quantity": Decimal(2),
            "source": ("test", f"record {next(number)}"),
            "alliance": "tie",
            "minutes": 80,
            "cost_yuan": Decimal("120.50"),
        }
        return Gift(**(usual | other))

    return made
