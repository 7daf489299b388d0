"""What schools sent over the years, for domains that follow a school from one year to another."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max

from lianmeng.schools.models import Return

Values = dict[str, float | str]


def returns_of_schools(schools: Iterable[str]) -> dict[tuple[str, str], dict[int, Values]]:
    """By school and stage, the values that were sent of each year; one query."""
    rows = Return.objects.filter(section__school__public_id__in=set(schools)).order_by()
    found: dict[tuple[str, str], dict[int, Values]] = {}
    columns = rows.values_list("section__school__public_id", "section__stage", "year", "values")
    for school, stage, year, values in columns:
        found.setdefault((school, stage), {})[year] = values
    return found


def latest_year(until: int) -> int | None:
    """The latest school year of which anybody sent a return, up to one."""
    newest: int | None = Return.objects.filter(year__lte=until).aggregate(newest=Max("year"))["newest"]
    return newest
