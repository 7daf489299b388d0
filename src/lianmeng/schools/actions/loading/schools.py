"""Schools with their states, sections and yearly figures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lianmeng.database.bulk import insert_frame, reserved_ids, update_frame
from lianmeng.schools.actions.loading.closing import end_with_school
from lianmeng.schools.actions.loading.frames import (
    Loading,
    Rows,
    as_json,
    change_dated,
    counted_up,
    placed,
    public_ids,
    stored,
    with_initials,
)
from lianmeng.schools.models import Return, School, SchoolVersion, Section
from lianmeng.schools.vocabulary import ALWAYS, SchoolKind

if TYPE_CHECKING:
    pass

_WORDS = ("setting", "ownership", "kind", "address")
_PLACES = ("longitude", "latitude")


class SchoolWriter:
    """Keeps the ids that were reserved for new schools and sections from frame to frame."""

    def __init__(self, loading: Loading) -> None:
        self._loading = loading
        self._first_school = reserved_ids(School, loading.new.get("school", 0))
        self._first_section = reserved_ids(Section, loading.new.get("section", 0))

    def write(self, rows: Rows) -> None:
        if "school_id" in rows.columns:
            self._schools(rows)
        if "section_id" in rows.columns:
            self._sections(rows)
        if "return_id" in rows.columns:
            self._returns(rows)

    def _numbered(self, rows: Rows, part: str, first: int) -> Rows:
        """The column `<part>` with the id of the known or new record."""
        import polars as pl

        new = pl.col(f"{part}_new").cast(pl.Int64) + first
        return rows.with_columns(pl.coalesce(f"{part}_id", new).alias(part))

    def _schools(self, rows: Rows) -> None:
        import polars as pl

        rows = self._numbered(rows, "school", self._first_school).filter("school_first")
        rows = _with_days(rows)
        new = rows.filter(pl.col("school_new").is_not_null())
        if new.height:
            insert_frame(School, self._school_rows(new))
            insert_frame(SchoolVersion, self._first_states(new))
        self._change_states(rows.filter("state_changed"))
        self._change_schools(rows.filter("school_changed"))
        counted = rows.filter(
            pl.col("school_id").is_not_null() & (pl.col("school_changed") | pl.col("state_changed"))
        )
        counted_up(School, counted["school_id"])

    def _school_rows(self, new: Rows) -> Rows:
        import polars as pl

        return new.select(
            pl.col("school").alias("id"),
            public_ids(new.height).alias("public_id"),
            pl.lit(self._loading.scheme).alias("scheme"),
            "code",
            "opened_on",
            "closed_on",
            pl.lit("").alias("close_reason"),
            pl.lit(1).alias("version"),
        )

    def _first_states(self, new: Rows) -> Rows:
        """The state since the school's opening; what the file does not tell is not sent."""
        import polars as pl

        named = _or_blank(new, ("name", *_WORDS)).with_columns(
            pl.when(pl.col("name") == "").then(pl.col("code")).otherwise(pl.col("name")).alias("name"),
            pl.col("kind").replace("", SchoolKind.ORDINARY.value),
        )
        nowhere = pl.lit(None, dtype=pl.Int64)
        located = [
            pl.col(at) if at in new.columns else pl.lit(None, dtype=pl.Float64).alias(at) for at in _PLACES
        ]
        return named.select(
            pl.col("opened_on").fill_null(ALWAYS).alias("since"),
            pl.col("closed_on").alias("until"),
            pl.col("school").alias("school_id"),
            "code",
            "name",
            with_initials(named).alias("initials"),
            (placed(new, self._loading) if "region" in new.columns else nowhere).alias("region_id"),
            *_WORDS,
            *located,
        )

    def _change_states(self, rows: Rows) -> None:
        import polars as pl

        if rows.is_empty():
            return
        changed = rows.with_columns(pl.col("state_id").alias("id"), pl.col("state_since").alias("since"))
        if "name" in rows.columns:
            named = pl.when(pl.col("name") == "").then(pl.col("code")).otherwise(pl.col("name")).alias("name")
            changed = changed.with_columns(named)
            changed = changed.with_columns(with_initials(changed).alias("initials"))
        if "region" in rows.columns:
            changed = changed.with_columns(placed(rows, self._loading).alias("region_id"))
        if "kind" in rows.columns:
            changed = changed.with_columns(pl.col("kind").replace("", SchoolKind.ORDINARY.value))
        columns: dict[str, Any] = dict.fromkeys(("code", "name", "initials", *_WORDS), pl.String)
        columns |= {"school_id": pl.Int64, "region_id": pl.Int64} | dict.fromkeys(_PLACES, pl.Float64)
        changed = changed.with_columns(pl.col("school").alias("school_id"))
        change_dated(SchoolVersion, changed, columns, self._loading.day)

    def _change_schools(self, rows: Rows) -> None:
        """The days of opening and closing; a school that is closed ends with all that hangs on it."""
        import polars as pl

        if rows.is_empty():
            return
        days = [name for name in ("opened_on", "closed_on") if name in rows.columns]
        update_frame(School, rows.select(pl.col("school").alias("id"), *days))
        if "closed_on" in days:
            closed = rows.filter(pl.col("closed_on").is_not_null())
            end_with_school(closed.select("school", day="closed_on"))

    def _sections(self, rows: Rows) -> None:
        import polars as pl

        rows = _with_days(rows).filter(pl.col("section_new").is_not_null() & pl.col("section_first"))
        if rows.is_empty():
            return
        rows = self._numbered(
            self._numbered(rows, "school", self._first_school), "section", self._first_section
        )
        with_school = pl.col("school_new").is_not_null()
        opened = pl.col("opened_on").fill_null(ALWAYS)
        insert_frame(
            Section,
            rows.select(
                pl.when(with_school).then(opened).otherwise(pl.lit(self._loading.day)).alias("since"),
                pl.when(with_school).then(pl.col("closed_on")).alias("until"),
                pl.col("section").alias("id"),
                public_ids(rows.height).alias("public_id"),
                pl.col("school").alias("school_id"),
                "stage",
                pl.lit(1).alias("version"),
            ),
        )

    def _returns(self, rows: Rows) -> None:
        import polars as pl

        figures = [key for key in self._loading.figures if f"figure:{key}" in rows.columns]
        rows = self._numbered(rows, "section", self._first_section)
        new = rows.filter(pl.col("return_new").is_not_null())
        if new.height:
            insert_frame(
                Return,
                new.select(
                    pl.col("section").alias("section_id"),
                    pl.col("year").cast(pl.Int64),
                    as_json(new, figures).alias("values"),
                    pl.lit(self._loading.source).alias("source"),
                    pl.lit(self._loading.at).alias("entered_at"),
                    pl.lit(1).alias("version"),
                ),
            )
        self._change_returns(rows.filter("return_changed"), figures)

    def _change_returns(self, rows: Rows, figures: list[str]) -> None:
        """Figures of the file take the place of the register's; those that the file does not bring stay."""
        import polars as pl

        if rows.is_empty():
            return
        old = dict(stored(Return, rows["return_id"], {"values": pl.Object}).iter_rows())
        sent = dict(
            zip(rows["return_id"].to_list(), map(json.loads, as_json(rows, figures).to_list()), strict=True)
        )
        merged = {
            id_: {key: value for key, value in old[id_].items() if key not in figures} | values
            for id_, values in sent.items()
        }
        changes = pl.DataFrame(
            {"id": list(merged), "values": [json.dumps(one) for one in merged.values()]},
            schema={"id": pl.Int64, "values": pl.String},
        )
        source, at = (
            pl.lit(self._loading.source).alias("source"),
            pl.lit(self._loading.at).alias("entered_at"),
        )
        update_frame(Return, changes.with_columns(source, at))
        counted_up(Return, changes["id"])


def _with_days(rows: Rows) -> Rows:
    import polars as pl

    missing = [
        pl.lit(None, dtype=pl.Date).alias(name)
        for name in ("opened_on", "closed_on")
        if name not in rows.columns
    ]
    return rows.with_columns(missing)


def _or_blank(rows: Rows, names: tuple[str, ...]) -> Rows:
    import polars as pl

    return rows.with_columns(pl.lit("").alias(name) for name in names if name not in rows.columns)
