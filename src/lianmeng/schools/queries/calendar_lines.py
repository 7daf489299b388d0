"""The calendars of the register as an import compares its rows with: a line for each term and each other day.

Terms and days are numbered by themselves; a line of a term has twice its number, that of a day one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from lianmeng.schools.models import CalendarDay, Term
from lianmeng.schools.rules.years import school_year

if TYPE_CHECKING:
    import polars as pl

_DAY = timedelta(days=1)


def known_lines(regions: Sequence[str] | None) -> pl.DataFrame:
    """Of these regions, or of all."""
    import polars as pl

    only = {} if regions is None else {"region__public_id__in": list(regions)}
    columns = ("id", "region__public_id", "region__district__public_id")
    terms = Term.objects.filter(**only).values_list(*columns, "since", "until")
    days = CalendarDay.objects.filter(**only).values_list(*columns, "day", "kind", "name")
    rows = [
        (2 * key, region, district or "", "term", "term", first, until - _DAY, "")
        for key, region, district, first, until in terms
    ]
    rows += [
        (2 * key + 1, region, district or "", "day", kind, day, day, name)
        for key, region, district, day, kind, name in days
    ]
    schema = {"id": pl.Int64, "region": pl.String, "district": pl.String, "slot": pl.String}
    schema |= {"line_kind": pl.String, "first_day": pl.Date, "last_day": pl.Date, "name": pl.String}
    years = [str(school_year(row[5])) for row in rows]
    found = pl.DataFrame(rows, schema=schema, orient="row")
    return found.with_columns(pl.Series("school_year", years, dtype=pl.String), pl.lit(True).alias("open"))


def parted_lines(ids: Iterable[int]) -> tuple[list[int], list[int]]:
    """The numbers of the terms and of the days."""
    known = list(ids)
    return [one // 2 for one in known if one % 2 == 0], [one // 2 for one in known if one % 2]


def names_of_lines(ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    terms, days = parted_lines(ids)
    found = {
        2 * key: (str(since), "term")
        for key, since in Term.objects.filter(id__in=terms).values_list("id", "since")
    }
    named = CalendarDay.objects.filter(id__in=days).values_list("id", "day", "kind", "name")
    return found | {2 * key + 1: (str(day), name or kind) for key, day, kind, name in named}
