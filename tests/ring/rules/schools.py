"""The register: schools, regions and published figures are everybody's; staff and changes are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from tests import cast
from tests.ring.rule import OPEN, SIGNED_IN, Rule, World

from lianmeng.schools.models import Appointment, Campus, Employment, Need, Region, School, Staff

SINCE = date(2010, 9, 1)
KEEPERS = ("city_officer", "district_officer")
OPENERS = (*KEEPERS, "other_district_officer")
DECLARERS = (*KEEPERS, "school_leader")


def prepare(world: World) -> None:
    """Beside the section that each school has already: a campus, a need, and somebody who works there."""
    for district, school in ((cast.DISTRICT, cast.SCHOOL), (cast.OTHER_DISTRICT, cast.OTHER_SCHOOL)):
        region, made = Region.objects.get(public_id=district), School.objects.get(public_id=school)
        serial = school[1:]
        Campus.objects.create(public_id=f"a{serial}", school=made, name="东校区", since=SINCE)
        Need.objects.create(public_id=f"e{serial}", school=made, side="need", kind="management", since=SINCE)
        person = Staff.objects.create(public_id=f"b{serial}", number=f"T{serial}", name=f"{serial} 教师")
        Employment.objects.create(staff=person, employer_region=region, since=SINCE)
        Appointment.objects.create(public_id=f"f{serial}", staff=person, school=made, since=SINCE)
    teacher = world.cast.account("teacher")
    type(teacher).objects.filter(pk=teacher.pk).update(record=PERSON)


def school(world: World) -> list[Any]:
    return [cast.SCHOOL]


def part(letter: str) -> Callable[[World], list[Any]]:
    """The school, and the section, campus, need, person or appointment there."""
    return lambda world: [cast.SCHOOL, f"{letter}{cast.SCHOOL[1:]}"]


PERSON = f"b{cast.SCHOOL[1:]}"
OTHERS = [one for one in SIGNED_IN if one not in DECLARERS]
# Whoever may not see somebody of the staff is told that there is nobody; the person and a school's leader may look and
# not change.
OF_A_PERSON = Rule(
    reads=KEEPERS,
    sends=KEEPERS,
    args=lambda world: [PERSON],
    refused_otherwise=dict.fromkeys(OTHERS, 404) | {"teacher": 403},
)
OF_A_POST = replace(OF_A_PERSON, args=lambda world: [PERSON, f"f{PERSON[1:]}"])
DECLARED = Rule(reads=DECLARERS, sends=DECLARERS, args=school)
CHANGES_OF_A_SCHOOL = (
    "rename",
    "move",
    "kind",
    "close",
    "reopen",
    "split",
    "new-section",
    "new-campus",
    "new-member",
)
CHANGES = Rule(reads=KEEPERS, sends=KEEPERS, args=school)
OF_THE_CITY = Rule(reads=("city_officer",), sends=("city_officer",))
OF_A_REGION = replace(OF_THE_CITY, args=lambda world: [cast.DISTRICT])
RULES: dict[str, Rule] = {
    "schools:schools": OPEN,
    "schools:download": Rule(args=lambda world: ["csv"]),
    "schools:map": OPEN,
    "schools:regions": OPEN,
    "schools:region": Rule(args=lambda world: [cast.DISTRICT]),
    "schools:calendar": OPEN,
    "schools:add-region": OF_THE_CITY,
    **{f"schools:{name}": OF_A_REGION for name in ("rename-region", "place-region", "abolish-region")},
    "schools:plan-year": replace(OF_THE_CITY, args=lambda world: [2016]),
    "schools:school": Rule(args=school),
    "schools:open": Rule(reads=OPENERS, sends=OPENERS),
    **{f"schools:{name}": CHANGES for name in CHANGES_OF_A_SCHOOL},
    "schools:merge": Rule(reads=OPENERS, sends=OPENERS),
    "schools:end-section": replace(CHANGES, args=part("c")),
    "schools:end-campus": replace(CHANGES, args=part("a")),
    "schools:return": replace(DECLARED, args=lambda world: [*part("c")(world), 2016]),
    "schools:declare": DECLARED,
    "schools:correct-need": replace(DECLARED, args=part("e")),
    "schools:withdraw": replace(DECLARED, args=part("e")),
    "schools:staff": replace(DECLARED, sends=None),
    "schools:search": Rule(reads=(*OPENERS, "school_leader", "other_school_leader")),
    "schools:person": replace(OF_A_PERSON, reads=(*DECLARERS, "teacher"), sends=None),
    **{f"schools:{name}": OF_A_PERSON for name in ("correct-person", "terms", "appoint", "leave", "again")},
    "schools:move-person": OF_A_POST,
    "schools:end-post": OF_A_POST,
}
