"""A whole register written at once into an empty one: how an installation begins with a made-up city."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from lianmeng.audit.actions import record
from lianmeng.core.actors import Actor
from lianmeng.core.refusal import Refused
from lianmeng.core.roles import CITY
from lianmeng.core.sentences import say
from lianmeng.database.pinyin import initials
from lianmeng.schools import models
from lianmeng.schools.models import Region, School, Section, Staff
from lianmeng.schools.rules.permissions import why_not_keeping_regions

Row = Mapping[str, Any]
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Founding:
    """Rows by their columns' names. A region or school is named by its public id, a section by school and stage, staff
    by number; `city` is the region over all others. States are dated, as the tables have them.
    """

    city: Row
    regions: Sequence[Row]
    schools: Sequence[Row]
    region_codes: Sequence[Row] = ()
    states: Sequence[Row] = ()
    sections: Sequence[Row] = ()
    successions: Sequence[Row] = ()
    returns: Sequence[Row] = ()
    needs: Sequence[Row] = ()
    staff: Sequence[Row] = ()
    employments: Sequence[Row] = ()
    appointments: Sequence[Row] = ()
    terms: Sequence[Row] = ()
    days: Sequence[Row] = ()
    source: str = field(default="", kw_only=True)

    @property
    def digest(self) -> str:
        """Of all rows, for the audit."""
        tables = [getattr(self, name) for name in self.__slots__]
        told = json.dumps(tables, default=str, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


@transaction.atomic
def found_register(founding: Founding, *, by: Actor) -> None:
    """Whole or not at all. Refused if the register holds anything already."""
    sentence = why_not_keeping_regions(by)
    if sentence is not None:
        raise Refused(sentence)
    if Region.objects.exists() or School.objects.exists() or Staff.objects.exists():
        raise Refused(say("The register is not empty. A city can only be founded in an empty installation."))
    regions = _regions(founding)
    schools = _schools(founding, regions)
    _staff(founding, regions, schools)
    record(
        say(
            "Founded the register: {schools} schools, {staff} staff",
            schools=len(founding.schools),
            staff=len(founding.staff),
        ),
        by=by,
        place=CITY,
        rows_digest=founding.digest,
    )


def _many(table: Any, rows: Iterable[Row]) -> None:
    table.objects.bulk_create((table(**row) for row in rows), batch_size=_AT_ONCE)


@cache
def _initials(name: str) -> str:
    return initials(name)


def _regions(founding: Founding) -> dict[str, Region]:
    city = Region.objects.create(**founding.city, initials=_initials(founding.city["name"]))
    _many(Region, ({**row, "parent": city, "initials": _initials(row["name"])} for row in founding.regions))
    known = {one.public_id: one for one in Region.objects.all()}
    for region in known.values():
        region.district = None if region == city else region
    Region.objects.bulk_update(known.values(), ["district"])
    _many(models.RegionCode, ({**row, "region": known[row["region"]]} for row in founding.region_codes))
    _many(models.Term, ({**row, "region": city} for row in founding.terms))
    _many(models.CalendarDay, ({**row, "region": city} for row in founding.days))
    return known


def _schools(founding: Founding, regions: Mapping[str, Region]) -> dict[str, School]:
    _many(School, founding.schools)
    known = {one.public_id: one for one in School.objects.all()}

    def of_schools(rows: Iterable[Row], *names: str) -> Iterable[Row]:
        return ({**row, **{name: known[row[name]] for name in names}} for row in rows)

    states = (
        {**row, "region": regions[row["region"]], "initials": _initials(row["name"])}
        for row in founding.states
    )
    _many(models.SchoolVersion, of_schools(states, "school"))
    _many(Section, of_schools(founding.sections, "school"))
    _many(models.Succession, of_schools(founding.successions, "predecessor", "successor"))
    _many(models.Need, of_schools(founding.needs, "school"))
    sections, now = _sections(), timezone.now()
    more = {"source": founding.source, "entered_at": now}
    _many(
        models.Return,
        (
            {**_without(row), "section_id": sections[row["school"], row["stage"]], **more}
            for row in founding.returns
        ),
    )
    return known


def _without(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in {"school", "stage"}}


def _sections() -> dict[tuple[str, str], int]:
    rows = Section.objects.values_list("school__public_id", "stage", "id")
    return {(school, stage): section for school, stage, section in rows}


def _staff(founding: Founding, regions: Mapping[str, Region], schools: Mapping[str, School]) -> None:
    _many(Staff, ({**row, "initials": _initials(row["name"])} for row in founding.staff))
    known = dict(Staff.objects.values_list("number", "id"))
    sections = _sections()

    def employed(row: Row) -> Row:
        """The employer as the table has it: a region or a school."""
        told = {name: value for name, value in row.items() if name not in {"staff", "employer"}}
        employer = row["employer"]
        told["employer_region"], told["employer_school"] = regions.get(employer), schools.get(employer)
        return {**told, "staff_id": known[row["staff"]]}

    def appointed(row: Row) -> Row:
        section = sections.get((row["school"], row["stage"]))
        told = {
            **row,
            "school": schools[row["school"]],
            "section_id": section,
            "staff_id": known[row["staff"]],
        }
        del told["staff"]
        return told

    _many(models.Employment, map(employed, founding.employments))
    _many(models.Appointment, map(appointed, founding.appointments))
