"""Needs and strengths."""

from __future__ import annotations

from lianmeng.database.bulk import insert_frame, update_frame
from lianmeng.schools.actions.loading.frames import Loading, Rows, counted_up, public_ids, with_schools
from lianmeng.schools.models import Need
from lianmeng.schools.vocabulary import Audience

_USUAL_LEVEL = 2


def load_needs(rows: Rows, loading: Loading) -> None:
    import polars as pl

    usual = {"text": pl.lit(""), "level": pl.lit(None, dtype=pl.Float64), "seen_by": pl.lit("")}
    changed = rows.filter("need_changed")
    sent = [name for name in usual if name in rows.columns]
    whole = pl.col("level").fill_null(_USUAL_LEVEL).cast(pl.Int64)
    audience = pl.col("seen_by").replace("", Audience.DISTRICT.value)
    filled = rows.with_columns(one.alias(name) for name, one in usual.items() if name not in rows.columns)
    filled = filled.with_columns(whole.alias("level"), audience.alias("seen_by"))
    if changed.height and sent:
        update_frame(Need, filled.filter("need_changed").select(pl.col("need_id").alias("id"), *sent))
        counted_up(Need, changed["need_id"])
    new = filled.filter(pl.col("need_new").is_not_null())
    if new.height:
        insert_frame(
            Need,
            with_schools(new, loading.scheme).select(
                pl.lit(loading.day).alias("since"),
                public_ids(new.height).alias("public_id"),
                "school_id",
                "side",
                pl.col("need_kind").alias("kind"),
                pl.col("subject") if "subject" in new.columns else pl.lit("").alias("subject"),
                "text",
                "level",
                "seen_by",
                pl.lit(1).alias("version"),
            ),
        )
