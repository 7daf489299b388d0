"""Which returns are there and which are missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from time import monotonic

from django.db.models import Count, Exists, Max, OuterRef, Q, Sum

from lianmeng.schools.models import Appointment, Employment, Region, Return, School, SchoolVersion, Section
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.figures import SectionFigures, states_around
from lianmeng.schools.rules.years import census_day, years_end


def figures_versions() -> dict[int, str]:
    """Each year of which there are returns, the latest first, with a word that changes whenever one of its returns, or
    any school or region, is written: what was computed from them is old then."""
    shared = (
        School.objects.aggregate(Count("id"), Max("id"), Sum("version")),
        SchoolVersion.objects.aggregate(Count("id"), Max("id")),
        Section.objects.aggregate(Count("id"), Max("id"), Sum("version")),
        Region.objects.aggregate(Count("id"), Max("id"), Sum("version")),
    )
    register = " ".join(str(value) for part in shared for value in part.values())
    returns = Return.objects.order_by("-year").values_list("year")
    own = returns.annotate(Count("id"), Max("id"), Max("entered_at"), Sum("version"))
    return {year: f"{register} {rest}" for year, *rest in own}


def sections_without_return(year: int, stage: str) -> Iterator[SectionFigures]:
    """The sections that are there on the census day of a year and sent nothing, by school code; two queries."""
    sent = Return.objects.filter(section=OuterRef("pk"), year=year)
    there = Section.objects.filter(held_on(census_day(year)), ~Q(Exists(sent)), stage=stage)
    rows = list(there.values_list("public_id", "school_id"))
    states = states_around(census_day(year), years_end(year), [school for _, school in rows])
    found = [(states[school], section) for section, school in rows if school in states]
    for state, section in sorted(found, key=lambda one: one[0][1]):
        yield SectionFigures(section, *state, {})


_KEPT_SECONDS = 300


def staff_without_appointment(day: date, districts: Collection[str] | None = None) -> int:
    """Who is employed on a day (by these districts, if they are named) and works nowhere. Counted anew every few
    minutes and after each new appointment: among a hundred thousand it takes a while."""
    newest = [table.objects.aggregate(last=Max("id"))["last"] for table in (Appointment, Employment)]
    named = None if districts is None else frozenset(districts)
    return _idle_staff(day, named, *newest, int(monotonic()) // _KEPT_SECONDS)


@lru_cache(maxsize=64)
def _idle_staff(day: date, districts: frozenset[str] | None, *_version: int) -> int:
    appointed = Appointment.objects.filter(held_on(day), staff=OuterRef("staff"))
    idle = Employment.objects.filter(held_on(day), ~Exists(appointed))
    if districts is not None:
        idle = idle.filter(employer_region__public_id__in=districts)
    return idle.count()
