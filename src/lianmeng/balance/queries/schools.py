"""One school section of a register: its values per pupil and, where the standard has a rule, its verdict."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from lianmeng.balance.queries.detail import name_of
from lianmeng.balance.queries.reading import Reading
from lianmeng.balance.rules.comparison import Comparison
from lianmeng.balance.vocabulary import kind_of
from lianmeng.core.figures import Absence, Figure
from lianmeng.mechanisms.dispersion import SchoolShares
from lianmeng.standards.rules import SchoolVerdict, school_verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray


def figure_of(value: float) -> Figure:
    return Figure.of(value) if math.isfinite(value) else Figure.missing(Absence.NOT_SENT)


def school_records(
    reading: Reading, shares: list[SchoolShares], rows: NDArray[np.intp], against: Comparison | None
) -> Iterator[dict[str, Any]]:
    """For keeping: `values` are amounts per pupil in the order of the resources, None where not sent."""
    judged = against is not None and bool(against.measures) and against.standard.school_test is not None
    parts = [one.shares.tolist() for one in shares]
    for at, row in enumerate(rows.tolist()):
        pupils = figure_of(reading.pupils[row])
        values = [figure_of(value) for value in _values(reading, row)]
        record: dict[str, Any] = {
            "row": reading.table.row_number(row),
            "name": name_of(reading, row),
            "code": reading.table.texts[reading.columns.code][row] if reading.columns.code else "",
            "pupils": pupils.value,
            "values": [one.value for one in values],
            "shares": [_or_none(one[at]) for one in parts],
        }
        if judged and against is not None:
            record |= _verdict(verdict_of(reading, against, row, values=values, pupils=pupils))
        yield record


def _or_none(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _values(reading: Reading, row: int) -> list[float]:
    pupils = reading.pupils[row]
    return [amount / pupils if pupils > 0 else np.nan for amount in reading.amounts[:, row].tolist()]


def verdict_of(
    reading: Reading, against: Comparison, row: int, *, values: list[Figure], pupils: Figure
) -> SchoolVerdict:
    """The standard's verdict on one row, from its values per pupil in the standard's units."""
    at = {one.name: place for place, one in enumerate(reading.columns.resources)}
    known = {
        measure.indicator.key: values[at[name]] * measure.indicator.per
        for name, measure in against.measures.items()
    }
    kinds = reading.table.categories.get(reading.columns.kind) if reading.columns.kind else None
    cell = kinds.labels[kinds.codes[row]] if kinds is not None and kinds.codes[row] >= 0 else ""
    return school_verdict(against.standard, against.stage, values=known, pupils=pupils, kind=kind_of(cell))


def _verdict(verdict: SchoolVerdict) -> dict[str, Any]:
    return {
        "verdict": verdict.state.value,
        "reached": verdict.reached,
        "states": {one.measure.indicator.key: one.state.value for one in verdict.standings},
        "too_few": verdict.excluded is not None and verdict.excluded.under_pupils not in (None, 1),
    }
