"""Everything that one school's page tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from lianmeng.core.figures import Absence, Figure
from lianmeng.database.prepared import Prepared
from lianmeng.schools.models import (
    Appointment,
    Campus,
    Return,
    School,
    SchoolVersion,
    Section,
)
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.figures import figure_in
from lianmeng.schools.queries.schools import school_names, successions_of
from lianmeng.schools.rules.life import Event, LifeState, Tie, life_of

MOST_YEARS = 5
Values = dict[str, float | str]


@dataclass(frozen=True, slots=True)
class SectionYears:
    """A section with its returns of the latest years, the latest first; without a return nothing was sent."""

    section: Section
    returns: dict[int, Values]

    def figures(self, key: str, years: list[int]) -> list[Figure]:
        missing = Figure.missing(Absence.NOT_SENT)
        return [figure_in(self.returns[one], key) if one in self.returns else missing for one in years]


@dataclass(frozen=True, slots=True)
class StaffCount:
    people: int
    posts: float  # part-time shares added up


def sections_with_years(school: School, day: date, last_year: int) -> list[SectionYears]:
    """The sections on a day, primary first, with the returns of the latest years up to one; two queries."""
    held = _SECTIONS.records(school.pk, day)
    returns: dict[int, dict[int, Values]] = {one.pk: {} for one in held}
    for section, year, values in _SENT.rows(tuple(returns), last_year - MOST_YEARS, last_year):
        returns[section][year] = values
    return [SectionYears(one, returns[one.pk]) for one in held]


def _sections(school: int, day: date) -> QuerySet[Section]:
    return Section.objects.filter(held_on(day), school=school).order_by("-stage", "since")


def _sent(sections: tuple[int, ...], after: int, until: int) -> QuerySet[Return, Any]:
    sent = Return.objects.filter(section__in=sections, year__gt=after, year__lte=until).order_by()
    return sent.values_list("section_id", "year", "values")


_SECTIONS, _SENT = Prepared(_sections), Prepared(_sent)


def returns_of(section: Section, years: Iterable[int]) -> dict[int, Return]:
    return {one.year: one for one in Return.objects.filter(section=section, year__in=list(years))}


def campuses_at(school: School, day: date) -> list[Campus]:
    return _CAMPUSES.records(school.pk, day)


_CAMPUSES = Prepared(lambda school, day: Campus.objects.filter(held_on(day), school=school).order_by("name"))


def staff_count(school: School, day: date) -> StaffCount:
    rows = _APPOINTED.rows(school.pk, day)
    return StaffCount(len({person for person, _ in rows}), sum(percent for _, percent in rows) / 100)


def _appointed(school: int, day: date) -> QuerySet[Appointment, Any]:
    held = Appointment.objects.filter(held_on(day), school=school).order_by()
    return held.values_list("staff_id", "share_percent")


_APPOINTED = Prepared(_appointed)


def life(school: School, states: Iterable[SchoolVersion], today: date) -> list[Event]:
    """What happened to a school, of which these are all states, the earliest first; two queries."""
    ties = successions_of(school)
    names = school_names([one.other for one in ties], today) if ties else {}
    told = [Tie(one.day, one.kind, one.carries_on, names.get(one.other, one.code), one.other) for one in ties]
    return life_of([_state(one) for one in states], told, school.close_reason)


def _state(one: SchoolVersion) -> LifeState:
    region = one.region.name if one.region else ""
    return LifeState(one.since, one.until, one.code, one.name, region, one.setting, one.ownership, one.kind)
