"""What is gone ends on a day, in bulk, with all that hangs on it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from lianmeng.database.bulk import update_frame
from lianmeng.schools.actions.following import tell_of_ends
from lianmeng.schools.actions.loading.calendars import end_lines
from lianmeng.schools.actions.loading.frames import Rows, counted_up, in_turns
from lianmeng.schools.models import (
    Appointment,
    Campus,
    Employment,
    Need,
    Region,
    RegionCode,
    School,
    SchoolVersion,
    Section,
    Staff,
)

if TYPE_CHECKING:
    import polars as pl

_OF_A_SCHOOL: tuple[Any, ...] = (SchoolVersion, Section, Campus, Appointment, Need)


def end_gone(part: str, ids: pl.Series, day: date, reason: str) -> None:
    """Records of a part that are there no more from the day on."""
    import polars as pl

    rows = pl.DataFrame({part: ids, "day": pl.Series([day], dtype=pl.Date).new_from_index(0, len(ids))})
    if part == "school":
        texts = pl.lit(reason[:200]).alias("close_reason")
        update_frame(
            School, rows.select(pl.col("school").alias("id"), pl.col("day").alias("closed_on"), texts)
        )
        counted_up(School, ids)
        end_with_school(rows)
    elif part == "person":
        end(Appointment, "staff_id", rows.rename({"person": "owner"}))
        end(Employment, "staff_id", rows.rename({"person": "owner"}))
        counted_up(Staff, ids)
    elif part == "line":
        end_lines(ids.to_list())
    elif part == "region":
        update_frame(Region, rows.select(pl.col("region").alias("id"), pl.col("day").alias("until")))
        counted_up(Region, ids)
        end(RegionCode, "region_id", rows.rename({"region": "owner"}))
    else:
        table: Any = {
            "section": Section,
            "appointment": Appointment,
            "need": Need,
            "campus": Campus,
        }[part]
        end(table, "id", rows.rename({part: "owner"}))
        if table in (Section, Campus):
            counted_up(table, ids)


def end_with_school(rows: Rows) -> None:
    """All that hangs on the schools of the column `school` ends on the `day` of the row, and others are told."""
    for table in _OF_A_SCHOOL:
        end(table, "school_id", rows.rename({"school": "owner"}))
    days: dict[int, date] = dict(rows.select("school", "day").iter_rows())
    tell_of_ends(
        {
            public_id: days[school]
            for some in in_turns(rows["school"])
            for school, public_id in School.objects.filter(pk__in=some).values_list("pk", "public_id")
        }
    )


def end(table: Any, owner: str, rows: Rows) -> None:
    """What of the `owner` began before the `day`, and does not end before it, ends on it."""
    import polars as pl

    found = [
        row
        for some in in_turns(rows["owner"])
        for row in table.objects.filter(**{f"{owner}__in": some}).values_list("id", owner, "since", "until")
    ]
    schema = {"id": pl.Int64, "owner": pl.Int64, "since": pl.Date, "until": pl.Date}
    states = pl.DataFrame(found, schema=schema, orient="row").join(rows.select("owner", "day"), on="owner")
    later = pl.col("until").is_null() | (pl.col("until") > pl.col("day"))
    ending = states.filter((pl.col("since") < pl.col("day")) & later)
    if ending.height:
        update_frame(table, ending.select("id", pl.col("day").alias("until")))
