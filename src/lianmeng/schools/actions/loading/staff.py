"""Staff with their employment and appointments."""

from __future__ import annotations

from typing import Any

from lianmeng.database.bulk import insert_frame, reserved_ids, update_frame
from lianmeng.database.secrets import keyed_hash, sealed
from lianmeng.schools.actions.loading.frames import (
    Loading,
    Rows,
    change_dated,
    counted_up,
    public_ids,
    with_initials,
)
from lianmeng.schools.models import Appointment, Employment, School, Section, Staff
from lianmeng.schools.vocabulary import ALWAYS

_EMPLOYED_AS = ("degree", "title", "key_level")
_WHOLE_POST = 100


class StaffWriter:
    def __init__(self, loading: Loading) -> None:
        import polars as pl

        self._loading = loading
        self._first = reserved_ids(Staff, loading.new.get("person", 0))
        known = list(School.objects.filter(scheme=loading.scheme).values_list("code", "id"))
        self._schools = pl.DataFrame(known, schema={"school": pl.String, "school_id": pl.Int64}, orient="row")

    def write(self, rows: Rows) -> None:
        import polars as pl

        new = pl.col("person_new").cast(pl.Int64) + self._first
        rows = rows.with_columns(pl.coalesce("person_id", new).alias("staff_id"))
        people = rows.filter("person_first")
        self._add_people(people.filter(pl.col("person_new").is_not_null()))
        self._change_people(people.filter("person_changed"))
        self._employ(people)
        if "appointment_id" in rows.columns:
            self._appoint(rows)

    def _people(self, rows: Rows) -> Rows:
        """With the columns of the table that the file tells of."""
        import polars as pl

        if "name" in rows.columns:
            rows = rows.with_columns(with_initials(rows, 100).alias("initials"))
        if "identity" in rows.columns:
            numbers = rows["identity"].to_list()
            rows = rows.with_columns(
                pl.Series("identity_sealed", map(sealed, numbers), dtype=pl.String),
                pl.Series("identity_hash", map(keyed_hash, numbers), dtype=pl.String),
            )
        return rows

    def _add_people(self, new: Rows) -> None:
        import polars as pl

        if new.is_empty():
            return
        told = self._people(new)
        columns = ("name", "initials", "identity_sealed", "identity_hash")
        blank = [pl.lit("").alias(name) for name in columns if name not in told.columns]
        rows = told.with_columns(blank).select(
            pl.col("staff_id").alias("id"),
            public_ids(new.height).alias("public_id"),
            "number",
            *columns,
            pl.lit(1).alias("version"),
        )
        insert_frame(Staff, rows)

    def _change_people(self, changed: Rows) -> None:
        import polars as pl

        if changed.is_empty():
            return
        told = self._people(changed)
        columns = ("name", "initials", "identity_sealed", "identity_hash")
        sent = [name for name in columns if name in told.columns]
        update_frame(Staff, told.select(pl.col("staff_id").alias("id"), *sent))
        counted_up(Staff, changed["staff_id"])

    def _employed(self, rows: Rows) -> Rows:
        """The employer as the table has it: a school, a region, or neither."""
        import polars as pl

        if "employer" not in rows.columns:
            return rows
        ids = list(self._loading.regions.values())
        by_region = pl.col("employer").replace_strict(
            [f"+{name}" for name in self._loading.regions], ids, default=None, return_dtype=pl.Int64
        )
        schools = self._schools.rename({"school": "employer", "school_id": "employer_school_id"})
        return rows.join(schools, on="employer", how="left").with_columns(
            by_region.alias("employer_region_id")
        )

    def _employ(self, people: Rows) -> None:
        import polars as pl

        if "employment_id" not in people.columns:
            return
        told = self._employed(people)
        columns: dict[str, Any] = dict.fromkeys(_EMPLOYED_AS, pl.String)
        columns |= dict.fromkeys(("staff_id", "employer_region_id", "employer_school_id"), pl.Int64)
        new = told.filter(pl.col("employment_new").is_not_null())
        if new.height:
            missing = [
                (pl.lit("") if kind == pl.String else pl.lit(None, dtype=kind)).alias(name)
                for name, kind in columns.items()
                if name not in new.columns
            ]
            dated = new.with_columns(missing).select(*columns, pl.lit(ALWAYS).alias("since"))
            insert_frame(Employment, dated)
        changed = told.filter("employment_changed")
        states = changed.with_columns(
            pl.col("employment_id").alias("id"), pl.col("employment_since").alias("since")
        )
        change_dated(Employment, states, columns, self._loading.day)

    def _appoint(self, rows: Rows) -> None:
        import polars as pl

        told = self._appointed(rows)
        columns: dict[str, Any] = {"subject": pl.String, "stage": pl.String, "share_percent": pl.Int64}
        columns |= dict.fromkeys(("staff_id", "school_id", "section_id"), pl.Int64)
        new = told.filter(pl.col("appointment_new").is_not_null())
        if new.height:
            known = pl.col("person_new").is_null()
            since = pl.when(known).then(pl.lit(self._loading.day)).otherwise(pl.lit(ALWAYS))
            began = pl.coalesce(pl.col("began_on"), since) if "began_on" in new.columns else since
            insert_frame(
                Appointment,
                new.select(*columns, began.alias("since"), public_ids(new.height).alias("public_id")),
            )
        changed = told.filter("appointment_changed")
        sent = [name for name in columns if name not in ("section_id", "share_percent", "subject", "stage")]
        sent += [name for name, field in _SENT.items() if field in rows.columns]
        states = changed.select(
            pl.col("appointment_id").alias("id"), pl.col("appointment_since").alias("since"), *sent
        )
        change_dated(Appointment, states, columns, self._loading.day, named=True)

    def _appointed(self, rows: Rows) -> Rows:
        """With school, section and what the appointment says, as the table has them."""
        import polars as pl

        stage = pl.col("post_stage") if "post_stage" in rows.columns else pl.lit("")
        share = pl.col("share_percent") if "share_percent" in rows.columns else pl.lit(None, dtype=pl.Float64)
        subject = pl.col("subject") if "subject" in rows.columns else pl.lit("")
        told = rows.join(self._schools, on="school", how="left").with_columns(
            stage.alias("stage"),
            share.fill_null(_WHOLE_POST).cast(pl.Int64).alias("share_percent"),
            subject.alias("subject"),
        )
        ids = told["school_id"].drop_nulls().unique().to_list()
        open_now = Section.objects.filter(until__isnull=True)
        found = [
            row
            for start in range(0, len(ids), 5_000)
            for row in open_now.filter(school_id__in=ids[start : start + 5_000]).values_list(
                "school_id", "stage", "id"
            )
        ]
        schema = {"school_id": pl.Int64, "stage": pl.String, "section_id": pl.Int64}
        return told.join(
            pl.DataFrame(found, schema=schema, orient="row"), on=["school_id", "stage"], how="left"
        )


_SENT = {
    "subject": "subject",
    "stage": "post_stage",
    "section_id": "post_stage",
    "share_percent": "share_percent",
}
