"""The rows of a calendar as the register keeps it: a line for each term, and for each day of a holiday or a stretch."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.imports.rules.reasons import Reason
from lianmeng.imports.rules.rows import WRONG
from lianmeng.imports.vocabulary import CalendarLine
from lianmeng.schools.rules.calendar import is_weekday
from lianmeng.schools.rules.years import school_year

if TYPE_CHECKING:
    import polars as pl

MAX_LINES = 20_000  # a row of a year is 366 of them
_A_YEAR, _NEXT = 366, timedelta(days=1)


def lines_of(rows: pl.DataFrame, city: str) -> pl.DataFrame:
    """With `slot` ("term" or "day") and `school_year`; a row of several days becomes as many. Of the city where no
    region is told."""
    import polars as pl

    if _count(rows) > MAX_LINES:
        raise Refused(
            say(
                "The file has more than {most} terms and days. Load it in parts, some school years at a time.",
                most=MAX_LINES,
            )
        )
    schema: dict[str, Any] = {**rows.schema, "region": pl.String, "last_day": pl.Date, "name": pl.String}
    schema |= {"slot": pl.String, "school_year": pl.String}
    found = []
    for row in rows.iter_rows(named=True):
        found += _lines({**row, "region": row.get("region") or city})
    return pl.DataFrame(found, schema=schema)


def _count(rows: pl.DataFrame) -> int:
    """How many lines they become, at the most; before there are any."""
    import polars as pl

    last = pl.col("last_day") if "last_day" in rows.columns else pl.lit(None, dtype=pl.Date)
    days = (last - pl.col("first_day")).dt.total_days() + 1
    several = (pl.col("line_kind") != CalendarLine.TERM.value).fill_null(False) & days.is_between(1, _A_YEAR)
    return int(rows.select(pl.when(several).then(days).otherwise(1).sum()).item())


def _lines(row: dict[str, Any]) -> list[dict[str, Any]]:
    kind, first, last = row["line_kind"], row["first_day"], row.get("last_day")
    row |= {"name": row.get("name") or "", "last_day": last, "slot": "", "school_year": ""}
    if row[WRONG[1]] is not None or row["left_out"] or first is None:
        return [row]
    row |= {"slot": "term" if kind == CalendarLine.TERM else "day", "school_year": str(school_year(first))}
    if not row["region"]:
        return [_refused(row, "region", Reason.NO_REGION, "")]
    if kind == CalendarLine.TERM and last is None:
        return [_refused(row, "last_day", Reason.EMPTY, "")]
    last = last or first
    if not 0 <= (last - first).days < _A_YEAR:
        return [_refused(row, "last_day", Reason.OUT_OF_ORDER, str(last))]
    if kind == CalendarLine.TERM:
        return [row | {"name": ""}]
    return [_day(row, first + ahead * _NEXT) for ahead in range((last - first).days + 1)]


def _day(row: dict[str, Any], day: date) -> dict[str, Any]:
    found = row | {"first_day": day, "last_day": day, "school_year": str(school_year(day))}
    if row["line_kind"] == CalendarLine.MAKE_UP and is_weekday(day):
        return _refused(found, "first_day", Reason.NO_MAKE_UP, str(day))
    return found


def _refused(row: dict[str, Any], field: str, reason: Reason, value: str) -> dict[str, Any]:
    return row | dict(zip(WRONG, (field, reason.value, value), strict=True))
