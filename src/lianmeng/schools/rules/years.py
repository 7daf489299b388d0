"""School years. A year is named by the calendar year in which it begins: 2016 is September 2016 to August 2017."""

from datetime import date

_FIRST_MONTH = (
    9  # fixed for all of China, and for Taiwan but one month; terms within it are data of the calendar
)
FIRST_YEAR = 1990  # of which a return can be entered


def school_year(day: date) -> int:
    """The school year in which a day lies."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def census_day(year: int) -> date:
    """The day of which the yearly figures speak: the first of the school year."""
    return date(year, _FIRST_MONTH, 1)


def years_end(year: int) -> date:
    """The first day after the school year."""
    return census_day(year + 1)


def in_words(year: int) -> str:
    """2016–17: from September to August."""
    return f"{year}–{(year + 1) % 100:02}"
