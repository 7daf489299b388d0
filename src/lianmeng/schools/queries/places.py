"""Places at which roles are held: the city, regions and schools, by their public ids."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lianmeng.core.roles import CITY
from lianmeng.schools.models import Region, School, SchoolVersion
from lianmeng.schools.queries.regions import city_name, region_names
from lianmeng.schools.queries.schools import nearest, nearest_state_of, school_names


def place_names(ids: Iterable[str], day: date) -> dict[str, str]:
    """What places are called on a day: the city, regions and schools alike. Unknown ids are left out."""
    wanted = set(ids)
    names = school_names(wanted - {CITY}, day)  # first: mostly that is all
    names |= region_names(wanted - {CITY} - names.keys(), day)
    return names | ({CITY: city_name(day)} if CITY in wanted else {})


def regions_over(school: School, day: date) -> frozenset[str]:
    """The public ids of its district and of every region that it lies in on a day (or was last, or will be first)."""
    state = nearest_state_of(school, day)
    return over_region(state.region if state else None)


def regions_over_all(schools: Iterable[School], day: date) -> frozenset[str]:
    """The same of several schools together, in one query."""
    states: dict[int, list[SchoolVersion]] = {}
    found = SchoolVersion.objects.filter(school__in=set(schools)).order_by("since")
    for state in found.select_related("region__parent__parent__parent"):
        states.setdefault(state.school_id, []).append(state)
    over = (nearest(some, day) for some in states.values())
    return frozenset().union(*(over_region(one.region) for one in over if one is not None))


def over_region(region: Region | None) -> frozenset[str]:
    """The public ids of a region and of all above it."""
    above: set[str] = set()
    while region is not None and region.public_id not in above:
        above.add(region.public_id)
        region = region.parent
    return frozenset(above)


def district_over(school: School, day: date) -> str:
    """The public id of the district that it lies in on a day (or was last, or will be first); empty if in none."""
    state = nearest_state_of(school, day)
    district = state.region.district if state and state.region else None
    return district.public_id if district else ""
