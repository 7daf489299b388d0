"""Rows of mergers, splits and closings: who carries on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lianmeng.imports.rules.reasons import Reason
from lianmeng.imports.rules.rows import WRONG
from lianmeng.imports.vocabulary import Ending

if TYPE_CHECKING:
    import polars as pl


def endings_of(rows: pl.DataFrame) -> pl.DataFrame:
    """A merger or split without the school that carries on is refused, and a closing with one."""
    import polars as pl

    if "into" not in rows.columns:
        rows = rows.with_columns(into=pl.lit(""))
    carried_on = pl.col("what").is_in([Ending.MERGE.value, Ending.SPLIT.value])
    good = pl.col("wrong_why").is_null()
    nobody = good & carried_on & (pl.col("into") == "")
    somebody = good & ~carried_on & (pl.col("into") != "")
    found = dict(zip(WRONG, (pl.lit("into"), pl.lit(Reason.EMPTY.value), pl.lit("")), strict=True))
    other = dict(zip(WRONG, (pl.lit("into"), pl.lit(Reason.CARRIED_ON.value), pl.col("into")), strict=True))
    told = [
        pl.when(nobody).then(found[name]).when(somebody).then(other[name]).otherwise(name).alias(name)
        for name in WRONG
    ]
    return rows.with_columns(told)
