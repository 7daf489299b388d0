"""Theil, Gini, range ratio and McLoone index beside the coefficient of variation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lianmeng.mechanisms.dispersion.coefficients import (
    Columns,
    columns_of,
    relative_gaps,
    tabulate,
    where_known,
)
from lianmeng.mechanisms.dispersion.result import Codes, Dispersion, Floats, Status
from lianmeng.mechanisms.dispersion.sections import Block, Index, Resource, arrange, checked, read

_TIE = 1e-12  # what decimal data mean to be equal is equal in spite of rounding
_SMALLEST = float(np.finfo(np.float64).smallest_subnormal)
_EXACT = 2.0**53


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
    pupils, amounts, groups = checked(pupils, amounts, groups, group_count)
    return tabulate(Dispersion, arrange(pupils, groups, group_count), amounts, _columns)


def _columns(block: Block, amounts: Floats) -> Columns:
    resource = read(block, amounts)
    gaps = relative_gaps(block, resource)
    columns = columns_of(block, resource, gaps)
    status = columns["status"]
    columns["theil"] = where_known(status, _theil(block, resource, gaps))
    return columns | _ordered(block, resource, status)


def _theil(block: Block, resource: Resource, gaps: Floats) -> Floats:
    """Σ p·(y·ln y - (y - 1)): the added term sums to 0, and takes the mean's rounding with it."""
    ratio = gaps + 1.0
    terms = np.log(np.maximum(ratio, _SMALLEST))  # at y = 0 finite, so that 0·ln 0 is 0
    terms *= ratio
    terms -= gaps
    terms *= resource.weights
    pupils = np.where(resource.pupils > 0, resource.pupils, 1.0)
    return np.maximum(block.total(terms) / pupils, 0.0)


@dataclass(frozen=True, slots=True)
class _Ladder:
    """The rows of a block, each group from its lowest value per pupil to its highest."""

    values: Floats  # (u)
    weights: Floats  # (u)
    reached: Floats  # (u) pupils up to and with this row, in its group


def _ordered(block: Block, resource: Resource, status: Codes) -> Columns:
    """(m) each: the measures that need the schools in the order of their values."""
    ladder = _ladder(block, resource)
    low, median, high = (_quantile(block, resource, ladder, twentieths) for twentieths in (1, 10, 19))
    range_status = _divided_by(status, low)
    mcloone_status = _divided_by(status, median)
    return {
        "gini": where_known(status, _gini(block, resource, ladder)),
        "range_ratio": where_known(range_status, (high - low) / np.where(low > 0, low, 1.0)),
        "range_ratio_status": range_status,
        "mcloone": where_known(mcloone_status, _mcloone(block, ladder, median)),
        "mcloone_status": mcloone_status,
    }


def _ladder(block: Block, resource: Resource) -> _Ladder:
    order: Index = np.empty(resource.per_pupil.size, dtype=np.intp)
    pieces = [slice(a, a + n) for a, n in zip(block.starts.tolist(), block.sizes.tolist(), strict=True)]
    for piece in pieces:  # many short sorts are quicker than a long one
        order[piece] = resource.per_pupil[piece].argsort()
    order += block.spread(block.starts)
    weights = resource.weights.take(order)
    if (weights == np.rint(weights)).all() and weights.sum() < _EXACT:
        reached = np.cumsum(weights)
        reached -= block.spread(reached[block.starts] - weights[block.starts])
    else:  # one sum for all groups would carry the rounding of one group into the next
        reached = np.concatenate([np.cumsum(weights[piece]) for piece in pieces] or [weights])
    return _Ladder(resource.per_pupil.take(order), weights, reached)


def _quantile(block: Block, resource: Resource, ladder: _Ladder, twentieths: int) -> Floats:
    target = resource.pupils * twentieths / 20 * (1 - _TIE)
    return ladder.values.take(block.starts + block.count(ladder.reached < block.spread(target)))


def _gini(block: Block, resource: Resource, ladder: _Ladder) -> Floats:
    """Σ F·(1 - F)·rise to the next value / X̄, F the share of the pupils reached: no term is negative."""
    rises = np.zeros_like(ladder.values)
    np.subtract(ladder.values[1:], ladder.values[:-1], out=rises[:-1])
    rises[block.starts[1:] - 1] = 0.0
    share = ladder.reached / block.spread(np.where(resource.pupils > 0, resource.pupils, 1.0))
    rises *= share
    rises *= 1.0 - share
    gini: Floats = block.total(rises) / np.where(resource.mean > 0, resource.mean, 1.0)
    return gini


def _mcloone(block: Block, ladder: _Ladder, median: Floats) -> Floats:
    """1 - what the lower half lacks / what it would have if all of it were at the median."""
    medians = block.spread(median)
    lower = block.total(np.where(ladder.values <= medians * (1 + _TIE), ladder.weights, 0.0))
    lacking = block.total(np.maximum(medians - ladder.values, 0.0) * ladder.weights)
    return 1.0 - np.divide(lacking, median * lower, out=np.zeros_like(lacking), where=lacking > 0)


def _divided_by(status: Codes, divisor: Floats) -> Codes:
    zero = (divisor == 0) & (status <= Status.ONE_SCHOOL)
    return np.where(zero, np.int8(Status.DIVISOR_ZERO), status)
