"""Theil, Gini, range ratio and McLoone index beside the coefficient of variation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lianmeng.mechanisms.dispersion.coefficients import columns_of, lay_out, relative_gaps, where_known
from lianmeng.mechanisms.dispersion.ladder import blocks_of, order_of, ordered_columns
from lianmeng.mechanisms.dispersion.result import Dispersion, Floats
from lianmeng.mechanisms.dispersion.sections import Layout, Resource, checked, read, runs_of, sections_of

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
    Cost: O(n·k·log(largest group)) time, O(n) memory.
    Guarantee: whole pupils are added up exactly, to 2⁵³ in all. Theil's error is a few units of 2⁻⁵³, Gini's
    1e-13 of itself. Two schools with the same amount per pupil count as one.
    Source: H. Theil, Economics and Information Theory (1967), ch. 4; C. Gini, Variabilità e mutabilità
    (1912), with pupils as weights; R. Berne and L. Stiefel, The Measurement of Equity in School Finance
    (1984), ch. 2, for the "federal range ratio" and the McLoone index.
    """
    pupils, amounts, codes = checked(pupils, amounts, groups, group_count)
    order = order_of(codes, group_count)
    if order is not None:
        pupils, codes = pupils.take(order), codes.take(order)
    runs = runs_of(codes)
    sections, blocks = sections_of(pupils, Layout(codes, group_count, runs)), blocks_of(runs, group_count)
    columns = []
    for row in amounts:
        resource = read(sections, row if order is None else row.take(order))
        gaps = relative_gaps(resource)
        column = columns_of(sections, resource, gaps)
        status = column["status"]
        column["theil"] = where_known(status, _theil(resource, gaps))
        columns.append(column | ordered_columns(resource, blocks, status))
    return Dispersion(**lay_out(columns))


def _theil(resource: Resource, gaps: Floats) -> Floats:
    ratio = gaps + 1.0
    terms = np.log(np.maximum(ratio, _SMALLEST))  # finite at 0, so that 0·ln 0 is 0
    terms *= ratio
    terms *= resource.weights
    return np.maximum(resource.average(terms), 0.0)
