"""The ledger as its pages read it: of an alliance, a school or all; by month, path, unit, alliance or side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet, Sum

from lianmeng.database.prepared import Prepared
from lianmeng.ledger.models import Entry, MonthSum, PathSum

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose sums: an alliance's, a school's, or all; of a calendar year and a path, where they are named."""

    alliance: str = ""
    school: str = ""
    year: int | None = None
    path: str = ""

    def parts(self) -> dict[str, Any]:
        """Those that are named; a year by its first and last day."""
        days = {"first": date(self.year, 1, 1), "last": date(self.year, 12, 31)} if self.year else {}
        named = {"alliance": self.alliance, "school": self.school, "path": self.path}
        return {name: value for name, value in named.items() if value} | days


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
    parts, measures = scope.parts(), _measured(names)
    width = len(measures)
    found = [
        Sums(row[: -2 * width], _amount(measures, row[-2 * width : -width]), _amount(measures, row[-width:]))
        if scope.school
        else Sums(row[:-width], _amount(measures, row[-width:]))
        for row in _summed(tuple(parts), names).rows(*parts.values())
    ]
    return [one for one in found if one.both.entries]


@cache
def _summed(parts: tuple[str, ...], names: tuple[str, ...]) -> Prepared:
    """The question for the sums by these columns where these parts of a scope are named."""

    def ask(*values: Any) -> QuerySet[Any, tuple[Any, ...]]:
        told = dict(zip(parts, values, strict=True))
        school = told.get("school")
        sides = (Q(giver=school), Q(receiver=school)) if school else (None,)
        measures = {
            f"{name}_{at}": Sum(name, filter=side)
            for at, side in enumerate(sides)
            for name in _measured(names)
        }
        rows = _sums(told).values_list(*names).annotate(**measures)
        ordered: QuerySet[Any, tuple[Any, ...]] = rows.order_by(*names)
        return ordered

    return Prepared(ask)


def _measured(names: Collection[str]) -> tuple[str, ...]:
    """Quantities are told apart by unit only."""
    return ("entries", "minutes", "cost_yuan", *(("quantity",) if "unit" in names else ()))


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
    rows = _sums(scope.parts()).exclude(entries=0).order_by(*columns[:3], *columns[7:])
    return iter(rows.values_list(*columns))


@dataclass(frozen=True, slots=True)
class Booked:
    """An entry as a list shows it; `reverses` is the day of what it takes back, `reversed_by` a key."""

    public_id: str
    day: date
    giver: str
    receiver: str
    unit: str
    quantity: Decimal
    minutes: int
    cost_yuan: Decimal
    reason: str
    reverses: date | None
    reversed_by: int | None


def entries_in(scope: Scope) -> QuerySet[Entry, int]:
    """The keys of an alliance's entries, newest first, with reversals."""
    found = Entry.objects.filter(alliance=scope.alliance)
    if scope.year:
        found = found.filter(day__gte=date(scope.year, 1, 1), day__lte=date(scope.year, 12, 31))
    return (found.filter(path=scope.path) if scope.path else found).values_list("pk", flat=True)


def booked(keys: Iterable[int]) -> list[Booked]:
    """The entries with these keys, newest first."""
    return [Booked(*row) for row in _BOOKED.rows(tuple(keys))]


def _booked(keys: tuple[int, ...]) -> QuerySet[Entry, tuple[Any, ...]]:
    own = ("public_id", "day", "giver", "receiver", "unit", "quantity", "minutes", "cost_yuan", "reason")
    return Entry.objects.filter(pk__in=keys).values_list(*own, "reverses__day", "reversed_by")


def years_booked() -> list[int]:
    """The latest first."""
    ends = [month for question in (_FIRST, _LAST) for (month,) in question.rows()]
    return list(range(ends[1].year, ends[0].year - 1, -1)) if ends else []


_BOOKED = Prepared(_booked)
_FIRST = Prepared(lambda: PathSum.objects.order_by("month").values_list("month")[:1])
_LAST = Prepared(lambda: PathSum.objects.order_by("-month").values_list("month")[:1])


def _sums(parts: Mapping[str, Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = PathSum.objects.all()
    if alliance := parts.get("alliance"):
        found = MonthSum.objects.filter(alliance=alliance)
    elif school := parts.get("school"):
        found = MonthSum.objects.filter(Q(giver=school) | Q(receiver=school))
    if "first" in parts:
        found = found.filter(month__gte=parts["first"], month__lte=parts["last"])
    return found.filter(path=parts["path"]) if "path" in parts else found


def _amount(measures: tuple[str, ...], row: tuple[Any, ...]) -> Amount:
    """Nothing where the side has no row."""
    return Amount(**{name: value for name, value in zip(measures, row, strict=True) if value})
