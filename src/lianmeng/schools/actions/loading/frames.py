"""What all loading shares: the setting, public ids in bulk, initials, figures as JSON, and changes that are dated."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F

from lianmeng.database.bulk import insert_frame, update_frame
from lianmeng.database.pinyin import initials_of
from lianmeng.schools.models import School

if TYPE_CHECKING:
    import polars as pl

    Rows = pl.DataFrame
else:
    Rows = Any

_IDS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Loading:
    """`day`: from when changes hold. `source` names the import. `within`: the districts whose schools
    it may change (none: all). `new` counts the new ones of each part."""

    scheme: str
    day: date
    source: str
    at: datetime
    figures: Sequence[str] = ()
    within: frozenset[str] = frozenset()
    new: Mapping[str, int] = field(default_factory=dict)
    regions: Mapping[str, int] = field(
        default_factory=dict
    )  # public id, or "+name" of one that was added: its id


def public_ids(count: int) -> pl.Series:
    """As `new_public_id`, many at once."""
    import polars as pl

    letters = os.urandom(8 * count).hex()
    return pl.Series([letters[at : at + 16] for at in range(0, 16 * count, 16)], dtype=pl.String)


def with_initials(rows: Rows, most: int = 200) -> pl.Series:
    """The initials of the column `name`."""
    return initials_of(rows["name"]).str.slice(0, most)


def placed(rows: Rows, loading: Loading) -> pl.Series:
    """The database's id of the column `region`."""
    import polars as pl

    known = loading.regions
    ids = pl.Series(list(known.values()), dtype=pl.Int64)
    return rows["region"].replace_strict(
        pl.Series(list(known), dtype=pl.String), ids, default=None, return_dtype=pl.Int64
    )


def as_json(rows: Rows, figures: Sequence[str]) -> pl.Series:
    """The figures that were sent as one JSON object a row; whole numbers without a point."""
    import polars as pl

    pieces = []
    for key in figures:
        value = pl.col(f"figure:{key}")
        whole = (value == value.floor()) & (value.abs() < 1e15)
        text = (
            pl.when(whole)
            .then(value.cast(pl.Int64, strict=False).cast(pl.String))
            .otherwise(value.cast(pl.String))
        )
        pieces.append(pl.lit(f'"{key}": ') + text)
    joined = pl.concat_str(pieces, separator=", ", ignore_nulls=True)
    return rows.select((pl.lit("{") + joined + pl.lit("}")).alias("values"))["values"]


def with_schools(rows: Rows, scheme: str) -> Rows:
    """With the database's id of the school of the column `school`."""
    import polars as pl

    known = list(School.objects.filter(scheme=scheme).values_list("code", "id"))
    schools = pl.DataFrame(known, schema={"school": pl.String, "school_id": pl.Int64}, orient="row")
    return rows.join(schools, on="school", how="left")


def in_turns(ids: pl.Series) -> Iterator[list[int]]:
    """Ids in lists short enough for one question."""
    for start in range(0, len(ids), _IDS_AT_ONCE):
        yield ids[start : start + _IDS_AT_ONCE].to_list()


def stored(table: Any, ids: pl.Series, columns: Mapping[str, Any]) -> Rows:
    """These columns of the rows with these ids."""
    import polars as pl

    found = [
        row for some in in_turns(ids) for row in table.objects.filter(id__in=some).values_list("id", *columns)
    ]
    return pl.DataFrame(found, schema={"id": pl.Int64, **columns}, orient="row")


def counted_up(table: Any, ids: pl.Series) -> None:
    """The record has changed once more."""
    for some in in_turns(ids):
        table.objects.filter(id__in=some).update(version=F("version") + 1)


def change_dated(
    table: Any, rows: Rows, columns: Mapping[str, Any], day: date, *, named: bool = False
) -> None:
    """The rows (`id`, `since`, and the columns that change) hold from the day on; what held before ends there.

    `columns` are all of the table that a new state takes over from the old one. A state that begins on the day, or
    later, is changed where it is.
    """
    import polars as pl

    if rows.is_empty():
        return
    sent = [name for name in columns if name in rows.columns]
    earlier = rows["since"] < day
    here = rows.filter(~earlier).select("id", *sent)
    if here.height:
        update_frame(table, here)
    before = rows.filter(earlier)
    if before.is_empty():
        return
    kept = {name: kind for name, kind in columns.items() if name not in sent}
    old = stored(table, before["id"], {**kept, "until": pl.Date})
    after = before.select("id", *sent).join(old, on="id").drop("id").with_columns(pl.lit(day).alias("since"))
    if named:
        after = after.with_columns(public_ids(after.height).alias("public_id"))
    update_frame(table, before.select("id", pl.lit(day).alias("until")))
    insert_frame(table, after)
