"""Given and received, from the sums by month: never by walking over the entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Q, QuerySet, Sum

from lianmeng.core.figures import Figure
from lianmeng.database.prepared import Prepared
from lianmeng.ledger.models import MonthSum, PathSum
from lianmeng.ledger.rules.reciprocity import reciprocity
from lianmeng.ledger.vocabulary import Path, Unit


@dataclass(frozen=True, slots=True)
class Given:
    """What one side gave the other of one unit."""

    giver: str
    receiver: str
    unit: Unit
    quantity: Decimal
    entries: int
    minutes: int
    cost_yuan: Decimal


@dataclass(frozen=True, slots=True)
class PathCost:
    """What one path took in a span of time; the cost is what records say, absent costs are not estimated."""

    path: Path
    entries: int
    minutes: int
    cost_yuan: Decimal


@dataclass(frozen=True, slots=True)
class MonthGiven:
    month: date
    entries: int
    minutes: int
    cost_yuan: Decimal


@dataclass(frozen=True, slots=True)
class Tie:
    """An arrow of the network: who gave whom how much."""

    giver: str
    receiver: str
    entries: int
    minutes: int


@dataclass(frozen=True, slots=True)
class GivenBy:
    """What one giver gave within one alliance, of one unit."""

    alliance: str
    giver: str
    unit: Unit
    quantity: Decimal


S = TypeVar("S", MonthSum, PathSum)
_MEASURES = {
    "n": Sum("entries"),
    "q": Sum("quantity"),
    "m": Sum("minutes"),
    "c": Sum("cost_yuan"),
}


def _in_alliance(alliance: str) -> QuerySet[MonthSum, tuple[Any, ...]]:
    return _told_apart(MonthSum.objects.filter(alliance=alliance)).order_by()


_IN_ALLIANCE = Prepared(_in_alliance)


def given_in_alliance(alliance: str) -> list[Given]:
    """Both directions, unit by unit. Sorted here: to group in an order PostgreSQL sorts all months of all sides."""
    return _given(sorted(_IN_ALLIANCE.rows(alliance)))


def given_by_each(alliances: Collection[str]) -> list[GivenBy]:
    """Giver by giver and unit by unit, of many alliances in one query."""
    return [
        GivenBy(alliance, giver, Unit(unit), quantity)
        for alliance, giver, unit, entries, quantity in _BY_EACH.rows(tuple(alliances))
        if entries > 0
    ]


def _by_each(alliances: tuple[str, ...]) -> QuerySet[MonthSum, tuple[Any, ...]]:
    by = ("alliance", "giver", "unit")
    sums = MonthSum.objects.filter(alliance__in=alliances).values_list(*by)
    return sums.annotate(n=Sum("entries"), q=Sum("quantity")).order_by()


_BY_EACH = Prepared(_by_each)


def given_and_received(school: str, since: date | None = None, until: date | None = None) -> list[Given]:
    """Everything that a school gave or received, in alliances and outside them."""
    of_school = MonthSum.objects.filter(Q(giver=school) | Q(receiver=school))
    return _given(_told_apart(_within(of_school, since, until)))


def cost_by_path(since: date, until: date) -> list[PathCost]:
    """All six paths; one without entries has zeros, which are counted zeros."""
    found = {row["path"]: row for row in _summed(_within(PathSum.objects.all(), since, until), "path")}
    return [
        PathCost(path, row["n"], row["m"], _yuan(row["c"]))
        if (row := found.get(path.value))
        else _no_cost(path)
        for path in Path
    ]


def months_of_alliance(alliance: str) -> list[MonthGiven]:
    """One row a month in which something was booked."""
    rows = _summed(MonthSum.objects.filter(alliance=alliance), "month")
    return [MonthGiven(row["month"], row["n"], row["m"], _yuan(row["c"])) for row in rows]


def reciprocity_of(given: Iterable[Given]) -> Figure:
    """0 where all went one way, 1 where as many minutes went either way."""
    minutes: dict[tuple[str, str], float] = defaultdict(float)
    for one in given:
        minutes[one.giver, one.receiver] += one.minutes
    return reciprocity(minutes)


def network(
    schools: Collection[str], since: date, until: date, alliances: Collection[str] | None = None
) -> list[Tie]:
    """Who gave whom among these schools, in some alliances or in whatever way, the most minutes first; one query."""
    among, whole_months = tuple(sorted(schools)), (since.replace(day=1), until)
    if alliances is None:
        rows = _AMONG.rows(among, among, *whole_months)
    else:
        rows = _AMONG_WITHIN.rows(among, among, *whole_months, tuple(alliances))
    ties = [Tie(*row) for row in rows if row[2] > 0]
    return sorted(ties, key=lambda tie: (-tie.minutes, tie.giver, tie.receiver))


def _among(
    givers: tuple[str, ...], receivers: tuple[str, ...], since: date, until: date
) -> QuerySet[MonthSum, tuple[Any, ...]]:
    sums = MonthSum.objects.filter(
        giver__in=givers, receiver__in=receivers, month__gte=since, month__lt=until
    )
    by = sums.values_list("giver", "receiver").order_by()
    return by.annotate(n=Sum("entries"), m=Sum("minutes"))


def _among_within(*asked: Any) -> QuerySet[MonthSum, tuple[Any, ...]]:
    *among, alliances = asked
    return _among(*among).filter(alliance__in=alliances)


_AMONG, _AMONG_WITHIN = Prepared(_among), Prepared(_among_within)


def _within(sums: QuerySet[S], since: date | None, until: date | None) -> QuerySet[S]:
    """Whole months: from the month of `since` to the one before `until`."""
    sums = sums.filter(month__gte=since.replace(day=1)) if since else sums
    return sums.filter(month__lt=until) if until else sums


def _told_apart(sums: QuerySet[MonthSum]) -> QuerySet[MonthSum, tuple[Any, ...]]:
    by = ("unit", "giver", "receiver")
    return sums.values_list(*by).annotate(**_MEASURES).order_by(*by)


def _given(rows: Iterable[tuple[Any, ...]]) -> list[Given]:
    return [
        Given(giver, receiver, Unit(unit), quantity, entries, minutes, _yuan(cost))
        for unit, giver, receiver, entries, quantity, minutes, cost in rows
        if entries > 0
    ]


def _summed(sums: QuerySet[S], *by: str) -> list[dict[str, Any]]:
    return [dict(row) for row in sums.values(*by).annotate(**_MEASURES).order_by(*by)]


def _yuan(value: Decimal | int) -> Decimal:
    return Decimal(value).quantize(Decimal("0.01"))


def _no_cost(path: Path) -> PathCost:
    return PathCost(path, 0, 0, Decimal("0.00"))
