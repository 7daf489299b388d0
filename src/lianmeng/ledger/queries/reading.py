"""The ledger as its pages read it: of an alliance, a school or all; by month, path, unit, alliance or side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from lianmeng.ledger.models import Entry, MonthSum, PathSum

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose sums: an alliance's, a school's, or all; of a calendar year and a path, where they are named."""

    alliance: str = ""
    school: str = ""
    year: int | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    entries: int = 0
    quantity: Decimal = NOTHING
    minutes: int = 0
    cost_yuan: Decimal = NOTHING

    def __add__(self, other: Amount) -> Amount:
        return Amount(
            self.entries + other.entries,
            self.quantity + other.quantity,
            self.minutes + other.minutes,
            self.cost_yuan + other.cost_yuan,
        )


@dataclass(frozen=True, slots=True)
class Sums:
    """By a key: what was given, and what a school received; `received` stays empty where no school is asked about."""

    key: tuple[Any, ...]
    given: Amount
    received: Amount = Amount()

    @property
    def both(self) -> Amount:
        return self.given + self.received


def sums_by(scope: Scope, *names: str) -> list[Sums]:
    """One query: the sums by these columns, in their order. What was taken back altogether is left out; quantities
    are added up within a unit only."""
    sides = {"g": Q(giver=scope.school), "r": Q(receiver=scope.school)} if scope.school else {"g": None}
    measures = {
        f"{side}_{name}": Sum(name, filter=condition)
        for side, condition in sides.items()
        for name in ("entries", "minutes", "cost_yuan", *(("quantity",) if "unit" in names else ()))
    }
    rows = _sums(scope).values(*names).annotate(**measures).order_by(*names)
    found = [Sums(tuple(row[name] for name in names), _amount(row, "g_"), _amount(row, "r_")) for row in rows]
    return [one for one in found if one.both.entries]


def merged(rows: Iterable[Sums], at: int) -> list[Sums]:
    """The same sums by one of their columns only, in the order of its first appearance."""
    found: dict[Any, Sums] = {}
    for one in rows:
        key = one.key[at]
        was = found.get(key, Sums((key,), Amount()))
        found[key] = Sums((key,), was.given + one.given, was.received + one.received)
    return list(found.values())


def every_sum(scope: Scope) -> Iterator[tuple[Any, ...]]:
    """For a file: month, path, unit and amounts; of a school or alliance also alliance, giver, receiver."""
    columns = ["month", "path", "unit", "entries", "quantity", "minutes", "cost_yuan"]
    columns += ["alliance", "giver", "receiver"] if scope.alliance or scope.school else []
    rows = _sums(scope).exclude(entries=0).order_by(*columns[:3], *columns[7:])
    return iter(rows.values_list(*columns))


def entries_in(scope: Scope) -> QuerySet[Entry]:
    """An alliance's entries, newest first, with reversals."""
    found = (
        Entry.objects.filter(alliance=scope.alliance)
        .select_related("reverses")
        .prefetch_related("reversed_by")
    )
    found = (
        found.filter(day__gte=date(scope.year, 1, 1), day__lte=date(scope.year, 12, 31))
        if scope.year
        else found
    )
    return found.filter(path=scope.path) if scope.path else found


def years_booked() -> list[int]:
    """The latest first."""
    months = PathSum.objects.order_by("month").values_list("month", flat=True)
    first, last = months.first(), months.last()
    return list(range(last.year, first.year - 1, -1)) if first and last else []


def _sums(scope: Scope) -> QuerySet[Any]:
    found: QuerySet[Any] = PathSum.objects.all()
    if scope.alliance:
        found = MonthSum.objects.filter(alliance=scope.alliance)
    elif scope.school:
        found = MonthSum.objects.filter(Q(giver=scope.school) | Q(receiver=scope.school))
    if scope.year:
        found = found.filter(month__gte=date(scope.year, 1, 1), month__lte=date(scope.year, 12, 31))
    return found.filter(path=scope.path) if scope.path else found


def _amount(row: dict[str, Any], side: str) -> Amount:
    """Nothing where the side has no row."""
    return Amount(
        row.get(f"{side}entries") or 0,
        row.get(f"{side}quantity") or NOTHING,
        row.get(f"{side}minutes") or 0,
        row.get(f"{side}cost_yuan") or NOTHING,
    )
