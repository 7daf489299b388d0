"""Finding schools: by name, pinyin initials or code, by what they are, as at a day."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from lianmeng.core.figures import Absence, Figure
from lianmeng.schools.models import Region, Return, SchoolVersion, Section
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.figures import PUPILS, figure_in
from lianmeng.schools.queries.schools import schools_at
from lianmeng.schools.rules.years import school_year


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty word asks for nothing. `region` is a public id and takes in what lies in it."""

    day: date
    text: str = ""
    region: str = ""
    stage: str = ""
    setting: str = ""
    ownership: str = ""
    kind: str = ""


def found_schools(wanted: Wanted) -> QuerySet[SchoolVersion]:
    """The schools that are all that is wanted, by code."""
    found = schools_at(wanted.day).filter(_named(wanted.text), _within(wanted.region))
    plain = {"setting": wanted.setting, "ownership": wanted.ownership, "kind": wanted.kind}
    found = found.filter(**{name: value for name, value in plain.items() if value})
    if wanted.stage:
        held = Section.objects.filter(held_on(wanted.day), school=OuterRef("school"), stage=wanted.stage)
        found = found.filter(Exists(held))
    return found.order_by("code", "since")


class FoundSchool(NamedTuple):
    """A school as a list shows it; `school` is its key. Objects of four tables would take longer than the page."""

    school: int
    public_id: str
    name: str
    code: str
    region: str | None
    district_over: str | None
    setting: str
    ownership: str
    kind: str

    @property
    def district(self) -> str:
        return self.district_over or self.region or ""


_LISTED = (
    "school_id",
    "school__public_id",
    "name",
    "code",
    "region__name",
    "region__district__name",
    "setting",
    "ownership",
    "kind",
)


def listed_schools(found: QuerySet[SchoolVersion]) -> QuerySet[SchoolVersion, tuple[Any, ...]]:
    """The schools found as rows for `FoundSchool`."""
    return found.values_list(*_LISTED)


def _named(text: str) -> Q:
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return Q()
    found = Q(name__icontains=plain) | Q(code__istartswith=plain)
    return found | Q(initials__contains=plain.lower()) if plain.isascii() else found


def _within(region: str) -> Q:
    """In the region itself, or in one that lies in it or belongs to its district."""
    if not region:
        return Q()
    return (
        Q(region__public_id=region)
        | Q(region__district__public_id=region)
        | Q(region__parent__public_id=region)
    )


def counted_by_stage(found: QuerySet[SchoolVersion], day: date) -> dict[str, int]:
    """How many sections of each stage the schools found have."""
    held = Section.objects.filter(held_on(day), school__in=found.order_by().values("school"))
    return dict(held.order_by().values_list("stage").annotate(Count("pk")))


@dataclass(frozen=True, slots=True)
class SectionNow:
    stage: str
    pupils: Figure


def latest_year(day: date) -> int | None:
    """The last school year begun by that day of which there are returns."""
    last: int | None = Return.objects.filter(year__lte=school_year(day)).aggregate(last=Max("year"))["last"]
    return last


def sections_of(schools: Iterable[int], day: date, year: int | None) -> dict[int, list[SectionNow]]:
    """The sections of these schools (by their keys) on a day, with their pupils in a year; two queries."""
    rows = Section.objects.filter(held_on(day), school__in=list(schools)).values_list("pk", "school", "stage")
    held = sorted(rows, key=lambda row: row[2], reverse=True)
    sent = dict(
        Return.objects.filter(year=year or 0, section__in=[row[0] for row in held]).values_list(
            "section", "values"
        )
    )
    found: dict[int, list[SectionNow]] = {}
    for section, school, stage in held:
        pupils = figure_in(sent[section], PUPILS) if section in sent else Figure.missing(Absence.NOT_SENT)
        found.setdefault(school, []).append(SectionNow(stage, pupils))
    return found


def located(found: QuerySet[SchoolVersion]) -> list[tuple[float, float, str]]:
    """Longitude, latitude and setting of the schools found that give a place."""
    known = found.filter(longitude__isnull=False, latitude__isnull=False)
    rows: QuerySet[SchoolVersion, Any] = known.order_by().values_list("longitude", "latitude", "setting")
    return list(rows)


def placed(found: QuerySet[SchoolVersion]) -> QuerySet[SchoolVersion, dict[str, Any]]:
    """The schools found that give a place, as rows for a table."""
    rows: QuerySet[SchoolVersion, Any] = found.filter(longitude__isnull=False).values(
        "school__public_id", "name", "code", "setting", "longitude", "latitude"
    )
    return rows


@dataclass(frozen=True, slots=True)
class DistrictCount:
    public_id: str
    name: str
    schools: int
    placed: int


def counted_by_district(found: QuerySet[SchoolVersion]) -> list[DistrictCount]:
    """How many of the schools found lie in each district, and how many of them give a place; by layer and code."""
    counted = found.order_by().values_list("region__district").annotate(Count("pk"), Count("longitude"))
    numbers = {district: (schools, placed) for district, schools, placed in counted}
    regions = Region.objects.filter(pk__in=[key for key in numbers if key is not None])
    rows = [DistrictCount(one.public_id, one.name, *numbers[one.pk]) for one in regions]
    return [*rows, DistrictCount("", "", *numbers[None])] if None in numbers else rows
