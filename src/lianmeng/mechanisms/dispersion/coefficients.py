"""Counts, means and the student-weighted coefficient of variation of every group and resource."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lianmeng.mechanisms.dispersion.result import Codes, Coefficients, Floats, Status
from lianmeng.mechanisms.dispersion.sections import (
    Resource,
    Sections,
    Workspace,
    checked,
    layout_of,
    or_one,
    read,
    sections_of,
)

Columns = dict[str, NDArray[Any]]
_CLOSE = 1e-8  # CV²


@np.errstate(over="ignore", invalid="ignore")  # what is out of range is found and refused
def coefficients(
    pupils: ArrayLike, amounts: ArrayLike, groups: ArrayLike, *, group_count: int
) -> Coefficients:
    """The coefficient of variation of an amount per pupil, every pupil counting once.

    With aᵢ pupils and the amount Nᵢ in school i of a group, A = Σaᵢ and N = ΣNᵢ:

        xᵢ = Nᵢ/aᵢ     X̄ = N/A     S² = Σ (aᵢ/A)·(xᵢ - X̄)²     CV = S/X̄

    X̄ is total over total, not the mean of the xᵢ, and the weights are the pupils: the standard deviation of
    the schools over their average is another number. An amount "per 100 pupils" has the same CV.

    Shapes: pupils float64 (n), NaN = not sent; amounts float64 (k, n), NaN = not sent; groups integer (n) in
    -1 … group_count - 1, where -1 is in no group and ignored. The answer's arrays are (k, group_count).
    A row is, in this order: not sent (no number of pupils), no pupils (0), not sent (no amount), counted.
    Errors: ValueError for a negative or infinite number, a sum past 1.8e308, a shape or group that does not
    fit. Cost: O(n·k) time, O(n) memory; the rows may stand in any order, by group is quickest.
    Guarantee: two passes, deviations taken from the mean, and the mean's own rounding removed from the sum of
    squares: the error is at most a few units of 2⁻⁵³ plus 1e-13 of the CV, for means from 1e-300 to 1e300.
    Groups and resources do not influence one another; the order of rows matters no more than that rounding.
    Source: the indicator definitions of 教督〔2017〕6号; T. Chan, G. Golub, R. LeVeque, "Algorithms for
    computing the sample variance", The American Statistician 37 (1983), the corrected two-pass algorithm.

    >>> five = coefficients([45, 37, 89, 76, 55], [[279, 137, 935, 160, 402]], [0] * 5, group_count=1)
    >>> round(float(five.mean[0, 0]), 3), round(float(five.cv[0, 0]), 4)
    (6.334, 0.5153)
    """
    pupils, amounts, codes = checked(pupils, amounts, groups, group_count)
    sections = sections_of(pupils, layout_of(codes, group_count))
    columns = []
    work = Workspace.for_rows(pupils.size)
    for row in amounts:
        resource = read(sections, row, work)
        columns.append(columns_of(sections, resource, relative_gaps(resource)))
    return Coefficients(**lay_out(columns))


def relative_gaps(resource: Resource) -> Floats:
    """(n) xᵢ/X̄ - 1, by subtracting first: neither close values nor very small or large ones lose digits."""
    mean = resource.layout.spread(or_one(resource.mean), resource.work.scratch)
    gaps = np.subtract(resource.per_pupil, mean, out=resource.work.gaps)
    gaps /= mean
    return gaps


def columns_of(sections: Sections, resource: Resource, gaps: Floats) -> Columns:
    """(g) each: what `Coefficients` says."""
    status = _status(resource)
    return {
        "schools": resource.schools,
        "no_pupils": sections.no_pupils,
        "not_sent": sections.not_sent + sections.rows - resource.schools,
        "pupils": resource.pupils_of,
        "mean": np.where(resource.schools > 0, resource.mean, np.nan),
        "cv": where_known(status, _cv(resource, gaps)),
        "status": status,
    }


def _cv(resource: Resource, gaps: Floats) -> Floats:
    squares = np.multiply(gaps, gaps, out=resource.work.scratch)
    squares *= resource.weights
    variance = resource.average(squares)
    if (variance[resource.schools > 1] < _CLOSE).any():  # the rounding of the mean, squared, would be seen
        variance = np.maximum(variance - resource.average(gaps * resource.weights) ** 2, 0.0)
    if not np.isfinite(variance).all():
        raise ValueError("amounts per pupil are too far apart for double precision")
    return np.where(resource.schools > 1, np.sqrt(variance), 0.0)


def _status(resource: Resource) -> Codes:
    status = np.full(resource.schools.size, Status.ASSESSED, dtype=np.int8)
    status[resource.schools == 1] = Status.ONE_SCHOOL
    status[resource.mean == 0] = Status.MEAN_ZERO
    status[resource.schools == 0] = Status.NOTHING_LEFT
    return status


def where_known(status: Codes, values: Floats) -> Floats:
    """The values, with NaN where the status says that there is no number."""
    return np.where(status <= Status.ONE_SCHOOL, values, np.nan)


def lay_out(columns: Sequence[Columns]) -> Columns:
    """(k, g) each: the columns of the resources under one another."""
    return {name: np.stack([column[name] for column in columns]) for name in columns[0]}
