"""How many pupils schools have together."""

from collections.abc import Collection
from datetime import date

from lianmeng.schools.queries import figures_of_year, years_with_returns
from lianmeng.schools.rules.years import school_year
from lianmeng.schools.vocabulary import Stage


def pupils_of_schools(schools: Collection[str], day: date) -> float:
    """Of the sections that sent their number, in the latest year with returns; what was not sent is not guessed."""
    year = next((one for one in years_with_returns() if one <= school_year(day)), None)
    if year is None:
        return 0
    sections = (one for stage in Stage for one in figures_of_year(year, stage) if one.school in schools)
    return sum(one.pupils.value or 0 for one in sections)
