"""Theil, Gini, range ratio and McLoone index beside the coefficient of variation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lianmeng.mechanisms.dispersion.coefficients import columns_of, lay_out, relative_gaps, where_known
from lianmeng.mechanisms.dispersion.ladder import batches_of, blocks_of, order_of, ordered_columns
from lianmeng.mechanisms.dispersion.result import Dispersion, Floats
from lianmeng.mechanisms.dispersion.sections import (
    Index,
    Layout,
    Resource,
    Workspace,
    checked,
    read,
    runs_of,
    sections_of,
)

_SMALLEST = float(np.finfo(np.float64).smallest_subnormal)


@np.errstate(over="ignore", invalid="ignore")  # what is out of range is found and refused
def measure(pupils: ArrayLike, amounts: ArrayLike, groups: ArrayLike, *, group_count: int) -> Dispersion:
    """All measures of every group and resource; arguments, counts, errors and `cv` as in `coefficients`.

    With xᵢ, X̄ and pᵢ = aᵢ/A as there, yᵢ = xᵢ/X̄, and Q(q) = the smallest x such that the schools with at most
    x have at least the share q of the pupils (both comparisons to twelve digits):

        Theil's T     Σ pᵢ·yᵢ·ln yᵢ, with 0·ln 0 = 0           0 … ln(1/min p)
        Gini          ½ ΣΣ pᵢ·pⱼ·|yᵢ - yⱼ|                     0 … 1 - min p
        range ratio   (Q(0.95) - Q(0.05)) / Q(0.05)            0 … ∞
        McLoone       Σaᵢxᵢ / (Q(0.5)·Σaᵢ), over xᵢ ≤ Q(0.5)   0 … 1, which is equality

    The range ratio has no number where Q(0.05) is 0, the McLoone index where Q(0.5) is 0: DIVISOR_ZERO.
    Cost: O(n·k·log(largest group)) time; memory for the order of the rows and for one batch of groups.
    Guarantee: whole pupils are added up exactly, to 2⁵³ in all. Theil's error is a few units of 2⁻⁵³, Gini's
    1e-13 of itself. Two schools with the same amount per pupil count as one.
    Source: H. Theil, Economics and Information Theory (1967), ch. 4; C. Gini, Variabilità e mutabilità
    (1912), with pupils as weights; R. Berne and L. Stiefel, The Measurement of Equity in School Finance
    (1984), ch. 2, for the "federal range ratio" and the McLoone index.
    """
    pupils, amounts, codes = checked(pupils, amounts, groups, group_count)
    order = order_of(codes, group_count)
    parts = []
    for batch in batches_of(codes, group_count):
        own = [_batch_of(one, order, batch.rows) for one in (codes, pupils, *amounts)]
        parts.append(_by_group(own[1], own[2:], own[0] - batch.first, batch.count))
    whole = {field.name: [getattr(part, field.name) for part in parts] for field in fields(Dispersion)}
    return Dispersion(**{name: np.concatenate(columns, axis=1) for name, columns in whole.items()})


def _batch_of(values: NDArray[Any], order: Index | None, rows: slice) -> NDArray[Any]:
    return values[rows] if order is None else values.take(order[rows])


def _by_group(pupils: Floats, amounts: Sequence[Floats], codes: Index, group_count: int) -> Dispersion:
    """The measures of rows that stand by group."""
    runs = runs_of(codes)
    sections, blocks = sections_of(pupils, Layout(codes, group_count, runs)), blocks_of(runs, group_count)
    columns, work = [], Workspace.for_rows(pupils.size)
    for row in amounts:
        resource = read(sections, row, work)
        gaps = relative_gaps(resource)
        column = columns_of(sections, resource, gaps)
        status = column["status"]
        column["theil"] = where_known(status, _theil(resource, gaps))
        columns.append(column | ordered_columns(resource, blocks, status))
    return Dispersion(**lay_out(columns))


def _theil(resource: Resource, gaps: Floats) -> Floats:
    ratio = np.add(gaps, 1.0, out=resource.work.gaps)  # the gaps are not needed any more
    terms = np.maximum(
        ratio, _SMALLEST, out=resource.work.scratch
    )  # a finite logarithm at 0, so that 0·ln 0 is 0
    np.log(terms, out=terms)
    terms *= ratio
    terms *= resource.weights
    return np.maximum(resource.average(terms), 0.0)
