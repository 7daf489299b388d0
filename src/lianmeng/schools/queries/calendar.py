"""Whether a day is a school day somewhere. A region without a calendar of its own goes by the one above it."""

from __future__ import annotations

from datetime import date, timedelta

from lianmeng.schools.models import CalendarDay, Region, Term
from lianmeng.schools.rules.calendar import TermDays, is_school_day
from lianmeng.schools.rules.years import census_day, school_year, years_end

_DAY = timedelta(days=1)


def school_days(region: Region, first: date, last: date) -> list[date] | None:
    """The school days from the first to the last day, both inclusive; none where a year in between has no calendar."""
    found: list[date] = []
    for year in range(school_year(first), school_year(last) + 1):
        kept = calendar_over(region, year)
        if kept is None:
            return None
        terms, special = kept
        begin, end = max(first, census_day(year)), min(last, years_end(year) - _DAY)
        days = (begin + ahead * _DAY for ahead in range((end - begin).days + 1))
        found += [day for day in days if is_school_day(day, terms, special)]
    return found


def a_school_day(region: Region, day: date) -> bool | None:
    """Whether it is one; none where nobody has entered the calendar of that year."""
    found = school_days(region, day, day)
    return None if found is None else bool(found)


def calendar_over(region: Region, year: int) -> tuple[list[TermDays], dict[date, str]] | None:
    """Terms and special days of the nearest region upwards that has a calendar of the year."""
    above: Region | None = region
    while above is not None:
        terms = [
            TermDays(one.since, one.until - _DAY) for one in Term.objects.filter(region=above, year=year)
        ]
        if terms:
            within = CalendarDay.objects.filter(
                region=above, day__gte=census_day(year), day__lt=years_end(year)
            )
            return terms, dict(within.values_list("day", "kind"))
        above = above.parent
    return None
