"""What became of schools, as an import compares its rows with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from lianmeng.schools.models import Appointment, Campus, Need, School, SchoolVersion, Section, Succession

if TYPE_CHECKING:
    import polars as pl


HANGING: tuple[type[Any], ...] = (Section, Campus, Appointment, Need)


def known_states(scheme: str) -> Iterator[tuple[str, date, date | None, str]]:
    """Of every school its code, and since when until when it lies in which district, in the order of the days."""
    states = SchoolVersion.objects.filter(school__scheme=scheme).order_by("since")
    columns = ("school__code", "since", "until", "region__district__public_id")
    for code, since, until, district in states.values_list(*columns).iterator():
        yield code, since, until, district or ""


def last_beginnings(scheme: str) -> dict[str, date]:
    """By the code of a school the last day on which a section, campus, appointment or need of it begins."""
    found: dict[str, date] = {}
    for model in HANGING:
        rows = model.objects.filter(school__scheme=scheme).order_by().values_list("school__code")
        for code, begins in rows.annotate(Max("since")):
            found[code] = max(begins, found.get(code, begins))
    return found


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
