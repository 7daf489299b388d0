"""A small city: two districts, an area without a code, and the people who may act there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from lianmeng.core.actors import Actor
from lianmeng.core.roles import CITY, Role
from lianmeng.schools.actions.drafts import NewSchool
from lianmeng.schools.actions.life import open_school
from lianmeng.schools.models import Region, School

OPENED = date(2010, 9, 1)
OFFICER = Actor("city-officer", frozenset({(Role.CITY_OFFICER.value, CITY)}))
STRANGER = Actor("stranger")


@dataclass(frozen=True)
class City:
    region: Region
    north: Region
    south: Region
    area: Region

    def officer_of(self, district: Region) -> Actor:
        return Actor("district-officer", frozenset({(Role.DISTRICT_OFFICER.value, district.public_id)}))

    def leader_of(self, school: School) -> Actor:
        return Actor("leader", frozenset({(Role.SCHOOL_LEADER.value, school.public_id)}))

    def school(self, serial: int, name: str = "", district: Region | None = None) -> School:
        draft = NewSchool(
            scheme="cn",
            code=f"2151{serial:06}",
            name=name or f"第{serial}小学",
            region=(district or self.north).public_id,
            stages=("primary",),
            setting="urban",
            ownership="public",
        )
        return open_school(draft, by=OFFICER, day=OPENED)


@pytest.fixture
def city(db: None) -> City:
    top = Region.objects.create(kind="city", code="510100", name="成都市")
    made = []
    for kind, code, name in (
        ("district", "510104", "锦江区"),
        ("district", "510124", "郫县"),
        ("area", "", "高新区"),
    ):
        region = Region.objects.create(kind=kind, code=code, name=name, parent=top, layer=1)
        Region.objects.filter(pk=region.pk).update(district=region)
        made.append(region)
    return City(top, *made)
