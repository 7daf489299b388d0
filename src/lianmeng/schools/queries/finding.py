"""Finding schools: by name, pinyin initials or code, by what they are, as at a day."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lianmeng.core.figures import Absence, Figure
from lianmeng.database.prepared import Prepared
from lianmeng.schools.models import Return
from lianmeng.schools.queries.figures import PUPILS, figure_in
from lianmeng.schools.queries.on_day import District, FoundSchool, RegisterOnDay
from lianmeng.schools.rules.years import school_year

Suits = Callable[[FoundSchool], bool]


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


def found_schools(register: RegisterOnDay, wanted: Wanted) -> Sequence[FoundSchool]:
    """The schools that are all that is wanted, by code."""
    found: Sequence[FoundSchool] = register.schools
    for suits in _conditions(wanted):
        found = [one for one in found if suits(one)]
    return found


def _conditions(wanted: Wanted) -> Iterable[Suits]:
    if wanted.region:
        yield lambda one: one.lies_in(wanted.region)
    if wanted.setting:
        yield lambda one: one.setting == wanted.setting
    if wanted.ownership:
        yield lambda one: one.ownership == wanted.ownership
    if wanted.kind:
        yield lambda one: one.kind == wanted.kind
    if wanted.stage:
        yield lambda one: any(stage == wanted.stage for _, stage in one.sections)
    if text := unicodedata.normalize("NFKC", wanted.text).strip().lower():
        yield _named(text)


def _named(text: str) -> Suits:
    """Whose name holds the text, whose code begins with it, or whose initials hold it, which are Latin letters."""
    latin = text.isascii()
    return lambda one: (
        text in one.name.lower() or one.code.lower().startswith(text) or (latin and text in one.initials)
    )


def counted_by_stage(found: Iterable[FoundSchool]) -> dict[str, int]:
    """How many sections of each stage the schools found have."""
    return Counter(stage for one in found for _, stage in one.sections)


@dataclass(frozen=True, slots=True)
class SectionNow:
    stage: str
    pupils: Figure


def latest_year(day: date) -> int | None:
    """The last school year begun by that day of which there are returns."""
    return next((year for (year,) in _LATEST_YEAR.rows(school_year(day))), None)


_LATEST_YEAR = Prepared(
    lambda year: Return.objects.filter(year__lte=year).order_by("-year").values_list("year")[:1]
)


def sections_of(schools: Sequence[FoundSchool], year: int | None) -> list[list[SectionNow]]:
    """The sections of each of these schools, primary first, with their pupils in a year; one query."""
    keys = [key for one in schools for key, _ in one.sections]
    sent = dict(
        Return.objects.filter(year=year or 0, section__in=keys).order_by().values_list("section", "values")
    )
    missing = Figure.missing(Absence.NOT_SENT)
    return [
        [
            SectionNow(stage, figure_in(sent[key], PUPILS) if key in sent else missing)
            for key, stage in one.sections
        ]
        for one in schools
    ]


def located(found: Iterable[FoundSchool]) -> list[FoundSchool]:
    """The schools found that give a place."""
    return [one for one in found if one.longitude is not None and one.latitude is not None]


@dataclass(frozen=True, slots=True)
class DistrictCount:
    public_id: str
    name: str
    schools: int
    placed: int


def counted_by_district(found: Iterable[FoundSchool], districts: Iterable[District]) -> list[DistrictCount]:
    """How many of the schools found lie in each district, and how many of them give a place; in the districts' order,
    then those that are no more, and last what lies in none."""
    found = list(found)
    schools = Counter((one.district or "", one.district_name or "") for one in found)
    placed = Counter(one.district or "" for one in located(found))
    order = {one.public_id: at for at, one in enumerate(districts)}
    named = sorted(schools, key=lambda one: (not one[0], order.get(one[0], len(order))))
    return [DistrictCount(key, name, schools[key, name], placed[key]) for key, name in named]
