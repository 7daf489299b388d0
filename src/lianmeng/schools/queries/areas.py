"""What lies in a region, with how many schools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lianmeng.schools.models import Region
from lianmeng.schools.queries.on_day import District, RegisterOnDay
from lianmeng.schools.queries.region_states import RegionState
from lianmeng.schools.queries.regions import regions_at


@dataclass(frozen=True, slots=True)
class RegionCount:
    region: Region | District | RegionState
    schools: int


def parts_of(
    region: Region, day: date, then: Mapping[str, RegionState]
) -> QuerySet[Region] | list[RegionState]:
    """The regions that lie directly in this one on a day. `then`: all as they were, if otherwise than now."""
    there = regions_at(day)
    if not then:
        return there.filter(parent=region)
    found = (then[one] for one in there.values_list("public_id", flat=True))
    return [one for one in found if one.parent == region.public_id]


def line_above(region: Region, then: Mapping[str, RegionState]) -> list[Region | RegionState]:
    """The regions in which it lies, the outermost first."""
    above: list[Region | RegionState] = []
    one: Region | RegionState | None = then.get(then[region.public_id].parent) if then else region.parent
    while one is not None and one not in above:
        above.insert(0, one)
        one = then.get(one.parent) if isinstance(one, RegionState) else one.parent
    return above


def with_schools(
    regions: Iterable[Region | District | RegionState], register: RegisterOnDay
) -> list[RegionCount]:
    """The regions with how many schools lie in each on the register's day, in whatever part of it."""
    places = Counter((one.region, one.parent, one.district, one.beyond) for one in register.schools)
    lying: Counter[str | None] = Counter()
    for lies, schools in places.items():
        for region in set(lies):
            lying[region] += schools
    return [RegionCount(one, lying[one.public_id]) for one in regions]
