"""The register on a day, kept until a record changes: lists, searches and maps are made of it.

To ask the database for each of them takes longer than to look through some thousand rows that are at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from lianmeng.core.hull import Point, hull
from lianmeng.core.keeping import kept_answers
from lianmeng.schools.models import SchoolVersion, Section
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.region_states import RegionState, otherwise_on
from lianmeng.schools.queries.regions import districts, regions_at
from lianmeng.schools.queries.yearly import register_version
from lianmeng.schools.vocabulary import DISTRICTS

_KEPT_DAYS = 4

Sections = tuple[tuple[int, str], ...]  # the key and the stage of each, primary first


class FoundSchool(NamedTuple):
    """A school on a day; `school` is its key. Regions by their public ids: the own, the one above, the district, and
    what the district lies in."""

    school: int
    public_id: str
    name: str
    code: str
    initials: str
    setting: str
    ownership: str
    kind: str
    address: str
    longitude: float | None
    latitude: float | None
    region: str | None
    region_name: str | None
    parent: str | None
    district: str | None
    district_name: str | None
    beyond: str | None
    sections: Sections

    def lies_in(self, region: str) -> bool:
        return region in (self.region, self.parent, self.district, self.beyond)

    @property
    def manager(self) -> str:
        """What the district is called in which it lies, or else its region."""
        return self.district_name or self.region_name or ""


_COLUMNS = (
    "school_id",
    "school__public_id",
    "name",
    "code",
    "initials",
    "setting",
    "ownership",
    "kind",
    "address",
    "longitude",
    "latitude",
    "region__public_id",
    "region__name",
    "region__parent__public_id",
    "region__district__public_id",
    "region__district__name",
    "region__district__parent__public_id",
)


class District(NamedTuple):
    public_id: str
    name: str
    code: str
    kind: str
    layer: int | None


@dataclass(frozen=True, eq=False)
class RegisterOnDay:
    """The schools by code; the regions that manage schools, by layer and code."""

    schools: tuple[FoundSchool, ...]
    districts: tuple[District, ...]


@lru_cache(maxsize=_KEPT_DAYS)
def grounds(register: RegisterOnDay) -> Mapping[str, tuple[str, tuple[Point, ...]]]:
    """By the public ids of districts: the name, and the corners of the ground on which all its schools stand."""
    places: dict[str, list[Point]] = {}
    for one in register.schools:
        if one.district and one.longitude is not None and one.latitude is not None:
            places.setdefault(one.district, []).append((one.longitude, one.latitude))
    known = [one for one in register.districts if one.public_id in places]
    return {one.public_id: (one.name, tuple(hull(places[one.public_id]))) for one in known}


def version_to_keep() -> str:
    """The version of the register by which what is read can be kept. None within a transaction, which may be undone."""
    return "" if connection.in_atomic_block else register_version()


def register_on(day: date, version: str) -> RegisterOnDay:
    """As it is on the day. `version`: as `version_to_keep` has just told."""
    return _kept(day, version) if version else _read(day)


def _read(day: date) -> RegisterOnDay:
    sections = _sections(day)
    states: Any = SchoolVersion.objects.filter(held_on(day)).order_by("code", "since").values_list(*_COLUMNS)
    then = otherwise_on(day)
    schools = tuple(_where(FoundSchool._make((*row, sections.get(row[0], ()))), then) for row in states)
    return RegisterOnDay(schools, _districts(day, then))


def _where(one: FoundSchool, then: Mapping[str, RegionState]) -> FoundSchool:
    """The school in its region as that was then."""
    if not then or one.region is None:
        return one
    region = then[one.region]
    district = then.get(region.district)
    return one._replace(
        region_name=region.name,
        parent=region.parent or None,
        district=region.district or None,
        district_name=district.name if district else None,
        beyond=(district.parent or None) if district else None,
    )


def _districts(day: date, then: Mapping[str, RegionState]) -> tuple[District, ...]:
    if not then:
        return tuple(District(*row) for row in districts(day).values_list(*District._fields))
    there = regions_at(day).values_list("public_id", flat=True)
    found = [then[one] for one in there if then[one].kind in DISTRICTS]
    found.sort(key=lambda one: (one.layer or 0, one.code, one.region))
    return tuple(District(one.public_id, one.name, one.code, one.kind, one.layer) for one in found)


def _sections(day: date) -> Mapping[int, Sections]:
    held = Section.objects.filter(held_on(day)).order_by("school", "-stage", "since")
    found: dict[int, Sections] = {}
    for key, school, stage in held.values_list("pk", "school", "stage"):
        found[school] = (*found.get(school, ()), (key, stage))
    return found


@kept_answers(_KEPT_DAYS)
def _kept(day: date, version: str) -> RegisterOnDay:
    return _read(day)
