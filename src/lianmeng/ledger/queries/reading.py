"""The ledger as its pages read it: of an alliance, a school or all; by month, path, unit, alliance or side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Func, IntegerField, Q, QuerySet, Subquery, Sum

from lianmeng.database.prepared import Prepared
from lianmeng.ledger.models import Entry, MonthSum, PathSum

NOTHING = Decimal(0)
MOST_ENTRIES = 25  # at once
SIDES = ("giver", "receiver")


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
        if other is EMPTY or self is EMPTY:
            return self if other is EMPTY else other
        return Amount(
            self.entries + other.entries,
            self.quantity + other.quantity,
            self.minutes + other.minutes,
            self.cost_yuan + other.cost_yuan,
        )


EMPTY = Amount()  # what most sums begin with, and what nobody received where no school is asked about


@dataclass(frozen=True, slots=True)
class Sums:
    """By a key: what was given, and what a school received; `received` stays empty where no school is asked about."""

    key: tuple[Any, ...]
    given: Amount
    received: Amount = EMPTY

    @property
    def both(self) -> Amount:
        return self.given + self.received


def sums_by(scope: Scope, *names: str) -> list[Sums]:
    """The sums by these columns, in their order. What was taken back altogether is left out; quantities are added up
    within a unit only. Of a school each side is a question of its own: PostgreSQL would start processes for both at
    once, and SQLite look at each row twice."""
    parts, width = scope.parts(), len(_measured(names))
    found: dict[tuple[Any, ...], list[Amount]] = {}
    for at, side in enumerate(SIDES if scope.school else SIDES[:1]):
        for row in _summed(tuple(parts), names, side).rows(*parts.values()):
            sides = found.setdefault(row[:-width], [EMPTY, EMPTY])
            sides[at] = _amount(_measured(names), row[-width:])
    sums = [Sums(key, *found[key]) for key in sorted(found)]
    return [one for one in sums if one.both.entries]


@cache
def _summed(parts: tuple[str, ...], names: tuple[str, ...], side: str) -> Prepared:
    """The question for the sums by these columns where these parts of a scope are named."""

    def ask(*values: Any) -> QuerySet[Any, tuple[Any, ...]]:
        told = dict(zip(parts, values, strict=True))
        rows = _sums(told, (side,)).order_by().values_list(*names)
        measured: QuerySet[Any, tuple[Any, ...]] = rows.annotate(
            **{f"{name}_sum": Sum(name) for name in _measured(names)}
        )
        return measured

    return Prepared(ask)


def _measured(names: Collection[str]) -> tuple[str, ...]:
    """Quantities are told apart by unit only."""
    return ("entries", "minutes", "cost_yuan", *(("quantity",) if "unit" in names else ()))


def merged(rows: Iterable[Sums], at: int) -> list[Sums]:
    """The same sums by one of their columns only, in the order of its first appearance."""
    found: dict[Any, Sums] = {}
    for one in rows:
        key = one.key[at]
        was = found.get(key, Sums((key,), EMPTY))
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


_OWN = ("public_id", "day", "giver", "receiver", "unit", "quantity", "minutes", "cost_yuan", "reason")
_SHOWN = (*_OWN, "reverses__day", "reversed_by")  # in the order of `Booked`


def latest_entries(scope: Scope) -> tuple[list[Booked], int]:
    """Of an alliance, newest first, with reversals, and how many there are in all; in one query."""
    parts = scope.parts()
    rows = _latest(tuple(parts)).rows(*parts.values())
    return [Booked(*row) for *row, _ in rows], rows[0][-1] if rows else 0


@cache
def _latest(parts: tuple[str, ...]) -> Prepared:
    """The question for the first page where these parts of a scope are named."""

    def ask(*values: Any) -> QuerySet[Entry, tuple[Any, ...]]:
        found = _entries(dict(zip(parts, values, strict=True)))
        many = found.order_by().annotate(many=Func("pk", function="COUNT", output_field=IntegerField()))
        return found.values_list(*_SHOWN, Subquery(many.values("many")))[:MOST_ENTRIES]

    return Prepared(ask)


def entries_from(scope: Scope, start: int) -> list[Booked]:
    """The next ones."""
    keys = _entries(scope.parts()).values_list("pk", flat=True)[start : start + MOST_ENTRIES]
    return [Booked(*row) for row in _BOOKED.rows(tuple(keys))]


def _entries(parts: Mapping[str, Any]) -> QuerySet[Entry]:
    found = Entry.objects.filter(alliance=parts["alliance"])
    if "first" in parts:
        found = found.filter(day__gte=parts["first"], day__lte=parts["last"])
    return found.filter(path=parts["path"]) if "path" in parts else found


def _booked(keys: tuple[int, ...]) -> QuerySet[Entry, tuple[Any, ...]]:
    return Entry.objects.filter(pk__in=keys).values_list(*_SHOWN)


def years_booked() -> list[int]:
    """The latest first."""
    return [year for first, last in _ENDS.rows() for year in range(last.year, first.year - 1, -1)]


def _ends() -> QuerySet[PathSum, tuple[date, date]]:
    latest = PathSum.objects.order_by("-month").values("month")[:1]
    return PathSum.objects.order_by("month").values_list("month", Subquery(latest))[:1]


_BOOKED, _ENDS = Prepared(_booked), Prepared(_ends)


def _sums(parts: Mapping[str, Any], sides: Sequence[str] = SIDES) -> QuerySet[Any]:
    """`sides`: of a school what it gave, what it received, or both."""
    found: QuerySet[Any] = PathSum.objects.all()
    if alliance := parts.get("alliance"):
        found = MonthSum.objects.filter(alliance=alliance)
    elif school := parts.get("school"):
        found = MonthSum.objects.filter(Q(*((side, school) for side in sides), _connector=Q.OR))
    if "first" in parts:
        found = found.filter(month__gte=parts["first"], month__lte=parts["last"])
    return found.filter(path=parts["path"]) if "path" in parts else found


def _amount(measures: tuple[str, ...], row: tuple[Any, ...]) -> Amount:
    """Nothing where the side has no row."""
    return Amount(**{name: value for name, value in zip(measures, row, strict=True) if value})
