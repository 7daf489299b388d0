"""Fills an empty database with a made-up city of any size: quickly, and the same each time."""

from __future__ import annotations

import random
from datetime import date

from django.utils import timezone

from lianmeng.database.pinyin import initials
from lianmeng.schools.models import (
    Appointment,
    Campus,
    Employment,
    Need,
    Region,
    RegionCode,
    Return,
    School,
    SchoolVersion,
    Section,
    Staff,
)

SINCE = date(2010, 9, 1)
FIGURES = {
    "pupils": (60, 2400),
    "teachers": (6, 160),
    "teachers_above_degree": (4, 120),
    "key_teachers": (1, 30),
    "pe_and_arts_teachers": (1, 20),
    "teaching_rooms": (400, 9000),
    "sports_area": (900, 20000),
    "equipment_value": (100, 4000),
    "media_classrooms": (6, 60),
}
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周", "明芳强丽军敏静磊洋艳"
SUBJECTS = ("chinese", "mathematics", "english", "pe", "music", "art", "science")
ROW_LOT = 2000


def fill_city(
    *, districts: int = 2, schools: int = 6, staff: int = 12, years: int = 2, last_year: int = 2016
) -> None:
    chance = random.Random(2016)
    areas = _regions(districts)
    held = _schools(schools, areas, chance)
    sections = _sections(held)
    _returns(sections, range(last_year - years + 1, last_year + 1), chance)
    _staff(staff, held, areas, chance)


def _regions(count: int) -> list[Region]:
    city = Region.objects.create(kind="city", code="510100", name="锦城市")
    made = Region.objects.bulk_create(
        Region(kind="district", code=f"{510101 + at}", name=f"第{at + 1}区", parent=city, layer=1 + at % 3)
        for at in range(count)
    )
    for one in made:
        one.district = one
    Region.objects.bulk_update(made, ["district"])
    RegionCode.objects.bulk_create(
        RegionCode(region=one, code=one.code, name=one.name, since=SINCE) for one in made
    )
    return made


def _schools(count: int, areas: list[Region], chance: random.Random) -> list[School]:
    made = School.objects.bulk_create(
        [School(scheme="cn", code=f"21{51000000 + at}", opened_on=SINCE) for at in range(count)], ROW_LOT
    )
    states = []
    for at, one in enumerate(made):
        name = f"{areas[at % len(areas)].name}第{at + 1}小学"
        states.append(
            SchoolVersion(
                school=one,
                code=one.code,
                name=name,
                initials=initials(name),
                region=areas[at % len(areas)],
                setting=("urban", "town", "rural", "")[at % 4],
                ownership=("public", "public", "private")[at % 3],
                since=SINCE,
                longitude=103.5 + chance.random() * 1.2,
                latitude=30.2 + chance.random() * 1.0,
            )
        )
    SchoolVersion.objects.bulk_create(states, ROW_LOT)
    Campus.objects.bulk_create(
        [Campus(school=one, name=f"{one.code} 东校区", since=SINCE) for one in made[::7]], ROW_LOT
    )
    Need.objects.bulk_create(
        [Need(school=one, side="need", kind="subject", subject="music", since=SINCE) for one in made[::3]],
        ROW_LOT,
    )
    return made


def _sections(schools: list[School]) -> list[Section]:
    both = [
        Section(school=one, stage=stage, since=SINCE)
        for at, one in enumerate(schools)
        for stage in (("primary", "junior") if at % 4 == 0 else ("primary",))
    ]
    return Section.objects.bulk_create(both, ROW_LOT)


def _returns(sections: list[Section], years: range, chance: random.Random) -> None:
    now = timezone.now()
    Return.objects.bulk_create(
        (
            Return(
                section=one,
                year=year,
                entered_at=now,
                source="page",
                values={key: chance.randint(*ends) for key, ends in FIGURES.items()},
            )
            for one in sections
            for year in years
        ),
        ROW_LOT,
    )


def _staff(count: int, schools: list[School], areas: list[Region], chance: random.Random) -> None:
    made = Staff.objects.bulk_create(
        [
            Staff(number=f"T{at:07}", name=f"{chance.choice(SURNAMES)}{chance.choice(GIVEN)}{at % 97}")
            for at in range(count)
        ],
        ROW_LOT,
    )
    Employment.objects.bulk_create(
        [
            Employment(
                staff=one,
                employer_region=areas[at % len(areas)],
                degree="bachelor",
                title="first",
                since=SINCE,
            )
            for at, one in enumerate(made)
        ],
        ROW_LOT,
    )
    Appointment.objects.bulk_create(
        [
            Appointment(
                staff=one,
                school=schools[at % len(schools)],
                subject=SUBJECTS[at % len(SUBJECTS)],
                stage="primary",
                since=SINCE,
            )
            for at, one in enumerate(made)
        ],
        ROW_LOT,
    )
