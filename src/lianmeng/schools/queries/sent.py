"""What schools sent over the years, for domains that follow a school from one year to another."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Max, Q

from lianmeng.core.figures import Figure
from lianmeng.schools.models import Return, Section
from lianmeng.schools.models.dated import held_on
from lianmeng.schools.queries.figures import PUPILS, figure_in
from lianmeng.schools.rules.years import census_day

Values = dict[str, float | str]


def returns_of_schools(schools: Iterable[str]) -> dict[tuple[str, str], dict[int, Values]]:
    """By school and stage, the values that were sent of each year; one query."""
    rows = Return.objects.filter(section__school__public_id__in=set(schools)).order_by()
    found: dict[tuple[str, str], dict[int, Values]] = {}
    columns = rows.values_list("section__school__public_id", "section__stage", "year", "values")
    for school, stage, year, values in columns:
        found.setdefault((school, stage), {})[year] = values
    return found


def pupils_sent(schools: Collection[str], year: int) -> dict[str, list[Figure]]:
    """By school the pupils of each section that it has on the census day, or sent; two queries."""
    there = Section.objects.filter(school__public_id__in=schools).order_by()
    sent = dict(Return.objects.filter(year=year, section__in=there).values_list("section_id", "values"))
    found: dict[str, list[Figure]] = {}
    open_then = there.filter(held_on(census_day(year)) | Q(pk__in=sent))
    for section, school in open_then.values_list("pk", "school__public_id"):
        found.setdefault(school, []).append(figure_in(sent.get(section, {}), PUPILS))
    return found


def latest_year(until: int) -> int | None:
    """The latest school year of which anybody sent a return, up to one."""
    newest: int | None = Return.objects.filter(year__lte=until).aggregate(newest=Max("year"))["newest"]
    return newest
