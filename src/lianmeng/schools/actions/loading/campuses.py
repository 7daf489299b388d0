"""Campuses: further sites of schools."""

from __future__ import annotations

from lianmeng.database.bulk import insert_frame, update_frame
from lianmeng.schools.actions.loading.frames import Loading, Rows, counted_up, public_ids, with_schools
from lianmeng.schools.models import Campus, School

_TEXTS, _PLACES = ("address",), ("longitude", "latitude")


def load_campuses(rows: Rows, loading: Loading) -> None:
    """A new campus is there from the day on; one that is there gets what the file tells of it."""
    import polars as pl

    told = [name for name in (*_TEXTS, *_PLACES) if name in rows.columns]
    changed = rows.filter("campus_changed")
    if changed.height and told:
        update_frame(Campus, changed.select(pl.col("campus_id").alias("id"), *told))
        counted_up(Campus, changed["campus_id"])
    new = rows.filter(pl.col("campus_new").is_not_null())
    if new.is_empty():
        return
    blank = [pl.lit("").alias(name) for name in _TEXTS if name not in new.columns]
    blank += [pl.lit(None, dtype=pl.Float64).alias(name) for name in _PLACES if name not in new.columns]
    placed = with_schools(new.with_columns(blank), loading.scheme)
    insert_frame(
        Campus,
        placed.select(
            pl.lit(loading.day).alias("since"),
            public_ids(new.height).alias("public_id"),
            "school_id",
            "name",
            *_TEXTS,
            *_PLACES,
            pl.lit(1).alias("version"),
        ),
    )
    counted_up(School, placed["school_id"].unique())
