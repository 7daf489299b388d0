"""The register: schools, regions and published figures are everybody's; staff and changes are not."""

from __future__ import annotations

from typing import Any

from tests import cast
from tests.ring.rule import OPEN, Rule, World

KEEPERS = ("city_officer", "district_officer")
OPENERS = (*KEEPERS, "other_district_officer")
DECLARERS = (*KEEPERS, "school_leader")


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
