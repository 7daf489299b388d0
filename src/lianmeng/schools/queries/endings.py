"""What became of schools, as an import compares its rows with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lianmeng.schools.models import School, Succession

if TYPE_CHECKING:
    import polars as pl


def known_endings(scheme: str) -> pl.DataFrame:
    """A row for each school that carries another one on, itself too after a split, and for each that closed."""
    import polars as pl

    ties = Succession.objects.filter(predecessor__scheme=scheme)
    columns = ("id", "predecessor__code", "kind", "day", "successor__code", "predecessor__closed_on")
    found = list(ties.values_list(*columns))
    rows = [(2 * key, code, what, day, into) for key, code, what, day, into, _ in found]
    goes_on = {(code, what, day): key for key, code, what, day, _, closed in found if closed != day}
    rows += [(-key, code, what, day, code) for (code, what, day), key in goes_on.items()]
    carried_on = {(row[1], row[3]) for row in rows}
    closed = School.objects.filter(scheme=scheme, closed_on__isnull=False).values_list(
        "id", "code", "closed_on"
    )
    rows += [
        (2 * key + 1, code, "close", day, "") for key, code, day in closed if (code, day) not in carried_on
    ]
    schema = {"id": pl.Int64, "school": pl.String, "what": pl.String, "on": pl.Date, "into": pl.String}
    known = pl.DataFrame(rows, schema=schema, orient="row")
    return known.with_columns(pl.lit("").alias("district"), pl.lit(True).alias("open"))
