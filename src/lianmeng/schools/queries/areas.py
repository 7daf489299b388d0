"""What lies in a region, with how many schools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lianmeng.schools.models import Region
from lianmeng.schools.queries.on_day import District, RegisterOnDay
from lianmeng.schools.queries.regions import regions_at


@dataclass(frozen=True, slots=True)
class RegionCount:
    region: Region | District
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


def with_schools(regions: Iterable[Region | District], register: RegisterOnDay) -> list[RegionCount]:
    """The regions with how many schools lie in each on the register's day. A district has those of all its parts."""
    whole = Counter(one.district for one in register.schools)
    direct = Counter(one.region for one in register.schools)
    return [RegionCount(one, whole[one.public_id] or direct[one.public_id]) for one in regions]
