"""Files on their way into the register: officers bring them, each sees the own ones, the city's officers all."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from tests.ring.rule import EVERYBODY, Rule, World

from lianmeng.imports.actions.applying import preview
from lianmeng.imports.actions.files import bring
from lianmeng.imports.actions.mapping import name_columns
from lianmeng.imports.rules.columns import Columns
from lianmeng.imports.vocabulary import Kind

OFFICERS = ("city_officer", "district_officer", "other_district_officer")
CITY = ("city_officer",)
FILE = "code,name\nA1,One\nA1,Two\n"
SECOND = f"code,address\nA1,{'long ' * 99}\n"


def prepare(world: World) -> None:
    """The city's officer has two files previewed that complete one another; of each, rows are refused."""
    for who in EVERYBODY:  # signed in before the first test, whose end takes back what it wrote
        world.client(who)
    by = world.cast.actor("city_officer")
    one = bring(
        *(ContentFile(text.encode(), name="few.csv") for text in (FILE, SECOND)), kind=Kind.SCHOOLS, by=by
    )
    second = {"code": ("code",), "address": ("address",)}
    columns = Columns({"code": ("code",), "name": ("name",)}, second, scheme="other", day="2025-01-01")
    name_columns(one.public_id, columns, by=by)
    preview(one.public_id, lambda done, total: None)
    world.ids["import"] = one.public_id


def one_import(world: World) -> list[Any]:
    return [world.ids["import"]]


def of_import(**more: Any) -> Rule:
    """Nobody else learns that it is there."""
    return Rule(**{"reads": CITY, "refused": 404, "args": one_import} | more)


RULES = {
    "imports:imports": Rule(reads=OFFICERS),
    "imports:bring": Rule(reads=OFFICERS, sends=OFFICERS),
    "imports:preview": of_import(),
    "imports:columns": of_import(sends=CITY),
    "imports:apply": of_import(sends=CITY),
    "imports:again": of_import(sends=CITY),
    "imports:forget": of_import(sends=CITY),
    "imports:refused": of_import(),
    "imports:refused-second": of_import(),
}
