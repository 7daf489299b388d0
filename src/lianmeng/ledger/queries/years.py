"""The years of the ledger, and which of them are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lianmeng.ledger.models import ClosedYear, MonthSum


@dataclass(frozen=True, slots=True)
class Year:
    """`closed_at` is None while entries need no reason."""

    year: int
    closed_at: datetime | None


def year_is_closed(year: int) -> bool:
    """Whether an entry of that year needs a reason."""
    return ClosedYear.objects.filter(year=year).exists()


def years_of_ledger(this_year: int) -> list[Year]:
    """From the first year with an entry to this one, the latest first."""
    first = MonthSum.objects.order_by("month").values_list("month", flat=True).first()
    closed = dict(ClosedYear.objects.values_list("year", "closed_at"))
    begun = min([this_year, *([first.year] if first else []), *closed])
    return [Year(one, closed.get(one)) for one in range(this_year, begun - 1, -1)]
