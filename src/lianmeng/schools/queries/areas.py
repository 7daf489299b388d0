"""What lies in a region, with how many schools."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from lianmeng.schools.models import Region, SchoolVersion
from lianmeng.schools.queries.regions import regions_at
from lianmeng.schools.queries.schools import schools_at


@dataclass(frozen=True, slots=True)
class RegionCount:
    region: Region
    schools: int


def parts_of(region: Region, day: date) -> QuerySet[Region]:
    """The regions that lie directly in this one on a day."""
    return regions_at(day).filter(parent=region)


def line_above(region: Region) -> list[Region]:
    """The regions in which it lies, the outermost first."""
    above: list[Region] = []
    one = region.parent
    while one is not None and one not in above:
        above.insert(0, one)
        one = one.parent
    return above


def with_schools(regions: Iterable[Region], day: date) -> list[RegionCount]:
    """The regions with how many schools lie in each on a day; two queries. A district has those of all its parts."""
    listed = list(regions)
    placed = schools_at(day).order_by()
    whole = _counts(placed.filter(region__district__in=listed), "region__district")
    direct = _counts(placed.filter(region__in=listed), "region")
    return [RegionCount(one, whole.get(one.pk, direct.get(one.pk, 0))) for one in listed]


def _counts(placed: QuerySet[SchoolVersion], by: str) -> dict[int, int]:
    return dict(placed.values_list(by).annotate(Count("pk")))
