"""Where the bars of the ledger's months stand: what was given above the line, what a school received below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lianmeng.ledger.queries.reading import Amount, Sums

TALLEST, HEAD = 90.0, 18.0


@dataclass(frozen=True, slots=True)
class Bar:
    """Places in per cent across and pixels down."""

    month: date
    x: float
    y: float
    up: float
    down: float


@dataclass(frozen=True, slots=True)
class Bars:
    bars: list[Bar]
    width: float
    line: float  # where nothing stands
    height: float
    most: int


def month_bars(months: Sequence[Sums]) -> Bars | None:
    """One for every month from the first to the last, those without an entry too. None if nothing was booked."""
    if not months:
        return None
    found = {one.key[0]: one for one in months}
    first, last = min(found), max(found)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    most = max(max(one.given.minutes, one.received.minutes) for one in months) or 1
    both, step = any(one.received.minutes for one in months), 100 / count
    scale, line = TALLEST / most / (2 if both else 1), HEAD + TALLEST / (2 if both else 1)
    bars = []
    for at in range(count):
        month = date(first.year + (first.month - 1 + at) // 12, (first.month - 1 + at) % 12 + 1, 1)
        one = found.get(month, Sums((month,), Amount()))
        up, down = (max(round(side.minutes * scale, 1), 0.0) for side in (one.given, one.received))
        bars.append(Bar(month, round(at * step + step * 0.1, 2), round(line - up, 1), up, down))
    return Bars(bars, round(step * 0.8, 2), line, HEAD + TALLEST + 18, most)
