"""The school calendar as kept: terms, and the days that differ from the days of the week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lianmeng.schools.models import CalendarDay, Region, Term
from lianmeng.schools.rules.years import census_day, years_end
from lianmeng.schools.vocabulary import DayKind


@dataclass(frozen=True, slots=True)
class YearsCalendar:
    terms: list[tuple[int, date, date]]  # number, first day, last day
    holidays: list[CalendarDay]
    make_ups: list[CalendarDay]

    @property
    def spans(self) -> dict[str, list[Span]]:
        """Both kinds of days as one reads them: those of one name that follow each other are one."""
        return {"holidays": _in_a_row(self.holidays), "make_ups": _in_a_row(self.make_ups)}


@dataclass(slots=True)
class Span:
    """Days of one name that follow each other."""

    first: date
    last: date
    name: str


def _in_a_row(days: Iterable[CalendarDay]) -> list[Span]:
    spans: list[Span] = []
    for one in days:
        if spans and spans[-1].name == one.name and one.day == spans[-1].last + timedelta(days=1):
            spans[-1].last = one.day
        else:
            spans.append(Span(one.day, one.day, one.name))
    return spans


def calendar_of(region: Region, year: int) -> YearsCalendar:
    """The calendar of a region in one school year; two queries."""
    days = list(CalendarDay.objects.filter(region=region, day__gte=census_day(year), day__lt=years_end(year)))
    return YearsCalendar(
        terms=[
            (one.number, one.since, one.until - timedelta(days=1))
            for one in Term.objects.filter(region=region, year=year)
        ],
        holidays=[one for one in days if one.kind == DayKind.HOLIDAY],
        make_ups=[one for one in days if one.kind == DayKind.MAKE_UP],
    )


def years_of_calendar(region: Region) -> list[int]:
    """The school years that have terms, the latest first."""
    return list(
        Term.objects.filter(region=region).order_by("-year").values_list("year", flat=True).distinct()
    )
