"""The register: schools, regions and published figures are everybody's; staff and changes are not."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests import cast
from tests.ring.rule import OPEN, Rule, World

from lianmeng.schools.models import Region, School, SchoolVersion, Section

SINCE = date(2010, 9, 1)
KEEPERS = ("city_officer", "district_officer")
OPENERS = (*KEEPERS, "other_district_officer")
DECLARERS = (*KEEPERS, "school_leader")


def prepare(world: World) -> None:
    """Two districts of a city, and a school in each."""
    city = Region.objects.filter(kind="city").first() or Region.objects.create(kind="city", name="锦城市")
    pairs = ((cast.DISTRICT, cast.SCHOOL, "990104"), (cast.OTHER_DISTRICT, cast.OTHER_SCHOOL, "990105"))
    for district, school, code in pairs:
        region = Region.objects.create(public_id=district, kind="district", code=code, name=code, parent=city)
        Region.objects.filter(pk=region.pk).update(district=region)
        made = School.objects.create(public_id=school, scheme="cn", code=f"2151{code}", opened_on=SINCE)
        SchoolVersion.objects.create(
            school=made, code=made.code, name=f"{code} 小学", region=region, since=SINCE
        )
        Section.objects.create(public_id=f"c{school[1:]}", school=made, stage="primary", since=SINCE)


def school(world: World) -> list[Any]:
    return [cast.SCHOOL]


CHANGES = Rule(reads=KEEPERS, sends=KEEPERS, args=school)
RULES: dict[str, Rule] = {
    "schools:schools": OPEN,
    "schools:download": Rule(args=lambda world: ["csv"]),
    "schools:map": OPEN,
    "schools:regions": OPEN,
    "schools:region": Rule(args=lambda world: [cast.DISTRICT]),
    "schools:calendar": OPEN,
    "schools:school": Rule(args=school),
    "schools:open": Rule(reads=OPENERS, sends=OPENERS),
    **{f"schools:{name}": CHANGES for name in ("rename", "move", "kind", "close", "reopen")},
}
