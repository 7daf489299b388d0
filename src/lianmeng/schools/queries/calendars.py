"""The school calendar as kept: terms, and the days that differ from the days of the week."""

from __future__ import annotations

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
