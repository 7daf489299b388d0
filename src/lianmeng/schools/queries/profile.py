"""Everything that one school's page tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from lianmeng.core.figures import Absence, Figure
from lianmeng.schools.models import (
    Appointment,
    Campus,
    Return,
    School,
    SchoolVersion,
    Section,
    Succession,
)
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.figures import figure_in
from lianmeng.schools.queries.schools import school_names, successions_of
from lianmeng.schools.rules.life import Event, LifeState, Tie, life_of

MOST_YEARS = 5


@dataclass(frozen=True, slots=True)
class SectionYears:
    """A section with its returns of the latest years, the latest first; without a return nothing was sent."""

    section: Section
    returns: dict[int, Return]

    def figures(self, key: str, years: list[int]) -> list[Figure]:
        missing = Figure.missing(Absence.NOT_SENT)
        return [figure_in(self.returns[one].values, key) if one in self.returns else missing for one in years]

    @property
    def keys(self) -> set[str]:
        return {key for sent in self.returns.values() for key in sent.values}


@dataclass(frozen=True, slots=True)
class StaffCount:
    people: int
    posts: float  # part-time shares added up


def sections_with_years(school: School, day: date, last_year: int) -> list[SectionYears]:
    """The sections on a day, primary first, with the returns of the latest years up to one; two queries."""
    held = list(Section.objects.filter(held_on(day), school=school).order_by("-stage", "since"))
    latest = range(last_year - MOST_YEARS + 1, last_year + 1)
    sent = Return.objects.filter(section__in=held, year__in=latest).order_by()
    returns: dict[int, dict[int, Return]] = {one.pk: {} for one in held}
    for one in sent:
        returns[one.section_id][one.year] = one
    return [SectionYears(one, returns[one.pk]) for one in held]


def returns_of(section: Section, years: Iterable[int]) -> dict[int, Return]:
    return {one.year: one for one in Return.objects.filter(section=section, year__in=list(years))}


def campuses_at(school: School, day: date) -> list[Campus]:
    return list(Campus.objects.filter(held_on(day), school=school).order_by("name"))


def staff_count(school: School, day: date) -> StaffCount:
    held = Appointment.objects.filter(held_on(day), school=school)
    counted = held.aggregate(people=Count("staff", distinct=True), percent=Sum("share_percent"))
    return StaffCount(counted["people"], (counted["percent"] or 0) / 100)


def life(school: School, states: Iterable[SchoolVersion], today: date) -> list[Event]:
    """What happened to a school, of which these are all states, the earliest first; two queries."""
    ties = [_tie(one, school) for one in successions_of(school)]
    names = school_names([other.public_id for *_rest, other in ties], today) if ties else {}
    told = [
        Tie(day, kind, first, names.get(other.public_id, other.code), other.public_id)
        for day, kind, first, other in ties
    ]
    return life_of([_state(one) for one in states], told, school.close_reason)


def _tie(one: Succession, school: School) -> tuple[date, str, bool, School]:
    """Its day and kind, whether the school carries the other one on, and the other one."""
    carries_on = one.successor_id == school.pk
    return one.day, one.kind, carries_on, one.predecessor if carries_on else one.successor


def _state(one: SchoolVersion) -> LifeState:
    region = one.region.name if one.region else ""
    return LifeState(one.since, one.until, one.code, one.name, region, one.setting, one.ownership, one.kind)
