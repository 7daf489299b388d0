"""Yearly figures as one compact table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from lianmeng.core.figures import Absence, Figure
from lianmeng.schools.models import Return, SchoolVersion
from lianmeng.schools.queries.region_states import Lying, placings
from lianmeng.schools.rules.years import census_day, years_end

PUPILS = "pupils"


class SchoolState(NamedTuple):
    """What a school is and where it lies on a day."""

    school: str
    code: str
    name: str
    district: str
    layer: int | None
    setting: str
    kind: str
    ownership: str


STATE_COLUMNS = (
    "school_id",
    "region_id",
    "school__public_id",
    "code",
    "name",
    "region__district__public_id",
    "region__district__layer",
    "setting",
    "kind",
    "ownership",
)


class SectionFigures(NamedTuple):
    """One section in one year: whose it is, where it lies on the census day, and what it sent."""

    section: str
    school: str
    code: str
    name: str
    district: str
    layer: int | None
    setting: str
    kind: str
    ownership: str
    values: dict[str, float | str]

    def figure(self, key: str) -> Figure:
        """A value or the name of its absence; what is not among the values was not sent."""
        return figure_in(self.values, key)

    @property
    def pupils(self) -> Figure:
        return self.figure(PUPILS)


def figure_in(values: dict[str, float | str], key: str) -> Figure:
    value = values.get(key, Absence.NOT_SENT.value)
    return Figure.missing(Absence(value)) if isinstance(value, str) else Figure.of(value)


def figures_of_year(year: int, stage: str, day: date | None = None) -> Iterator[SectionFigures]:
    """All returns of a year in one stage, by school code. `day` decides where a school lies.

    Without a day that is the census day of the year, or the school's first day after it where it opened later.
    """
    states = states_around(day or census_day(year), years_end(year))
    returns = Return.objects.filter(year=year, section__stage=stage)
    rows = returns.order_by().values_list("section__public_id", "section__school_id", "values")
    found = [(states[school], section, values) for section, school, values in rows if school in states]
    for state, section, values in sorted(found, key=lambda one: one[0][1]):
        yield SectionFigures(section, *state, values)


def states_around(day: date, end: date) -> dict[int, SchoolState]:
    """For each school the state on the day, else the first that begins before the end."""
    later = SchoolVersion.objects.filter(since__lt=end).exclude(until__lte=day).order_by("school", "-since")
    then = placings().on(day)
    rows = later.values_list(*STATE_COLUMNS)
    return {row[0]: lying(state_in(row[2:]), then.get(row[1])) for row in rows}


def lying(state: SchoolState, then: Lying | None) -> SchoolState:
    """The state where its region lay then."""
    return state if then is None else state._replace(district=then.district, layer=then.layer)


def state_in(row: tuple[Any, ...]) -> SchoolState:
    """From the columns after the first two of `STATE_COLUMNS`."""
    public_id, code, name, district, *rest = row
    return SchoolState(public_id, code, name, district or "", *rest)


def years_with_returns() -> list[int]:
    """The school years of which there are returns, the latest first."""
    return list(Return.objects.order_by("-year").values_list("year", flat=True).distinct())
