"""Counts, means and the student-weighted coefficient of variation of every group and resource."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lianmeng.mechanisms.dispersion.result import Codes, Coefficients, Floats, Status
from lianmeng.mechanisms.dispersion.sections import Block, Resource, Sections, arrange, checked, read

Columns = dict[str, NDArray[Any]]
Kind = TypeVar("Kind", bound=Coefficients)


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
    fit. Cost: O(n·k) time, O(n) memory; rows that do not stand by group are sorted first, in linear time.
    Guarantee: two passes, deviations taken from the mean, and the mean's own rounding removed from the sum of
    squares: the error is at most a few units of 2⁻⁵³ plus 1e-13 of the CV, for means from 1e-300 to 1e300.
    Groups and resources do not influence one another; the order of rows matters no more than that rounding.
    Source: the indicator definitions of 教督〔2017〕6号; T. Chan, G. Golub, R. LeVeque, "Algorithms for
    computing the sample variance", The American Statistician 37 (1983), the corrected two-pass algorithm.

    >>> five = coefficients([45, 37, 89, 76, 55], [[279, 137, 935, 160, 402]], [0] * 5, group_count=1)
    >>> round(float(five.mean[0, 0]), 3), round(float(five.cv[0, 0]), 4)
    (6.334, 0.5153)
    """
    pupils, amounts, groups = checked(pupils, amounts, groups, group_count)
    return tabulate(Coefficients, arrange(pupils, groups, group_count), amounts, _columns)


def _columns(block: Block, amounts: Floats) -> Columns:
    resource = read(block, amounts)
    return columns_of(block, resource, relative_gaps(block, resource))


def relative_gaps(block: Block, resource: Resource) -> Floats:
    """(u) xᵢ/X̄ - 1, by subtracting first: neither close values nor very small or large ones lose digits."""
    mean = block.spread(np.where(resource.mean > 0, resource.mean, 1.0))
    gaps: Floats = np.subtract(resource.per_pupil, mean)
    gaps /= mean
    return gaps


def columns_of(block: Block, resource: Resource, gaps: Floats) -> Columns:
    """(m) each: what `Coefficients` says about the groups that have rows."""
    status = _status(resource)
    pupils = np.where(resource.pupils > 0, resource.pupils, 1.0)
    weighted = gaps * resource.weights
    bias = block.total(weighted) / pupils
    weighted *= gaps
    cv = np.sqrt(np.maximum(block.total(weighted) / pupils - bias * bias, 0.0))
    if not np.isfinite(cv).all():
        raise ValueError("amounts per pupil are too far apart for double precision")
    cv[status == Status.ONE_SCHOOL] = 0.0
    return {
        "schools": resource.schools,
        "not_sent": block.sizes - resource.schools,
        "pupils": resource.pupils,
        "mean": np.where(resource.schools > 0, resource.mean, np.nan),
        "cv": where_known(status, cv),
        "status": status,
    }


def _status(resource: Resource) -> Codes:
    status = np.full(resource.schools.size, Status.ASSESSED, dtype=np.int8)
    status[resource.schools == 1] = Status.ONE_SCHOOL
    status[resource.mean == 0] = Status.MEAN_ZERO
    status[resource.schools == 0] = Status.NOTHING_LEFT
    return status


def where_known(status: Codes, values: Floats) -> Floats:
    """The values, with NaN where the status says that there is no number."""
    return np.where(status <= Status.ONE_SCHOOL, values, np.nan)


def tabulate(
    kind: type[Kind], sections: Sections, amounts: Floats, columns: Callable[[Block, Floats], Columns]
) -> Kind:
    """The columns of every block and resource put in the place of their groups, in tables of shape (k, g)."""
    shape = (len(amounts), sections.no_pupils.size)
    table = {field.name: _blank(field.name, shape) for field in fields(kind)}
    for resource, row in enumerate(amounts):
        for block in sections.blocks:
            for name, column in columns(block, row).items():
                table[name][resource, block.present] = column
    table["no_pupils"] += sections.no_pupils
    table["not_sent"] += sections.not_sent
    return kind(**table)


def _blank(name: str, shape: tuple[int, int]) -> NDArray[Any]:
    """What stands there for a group without rows: no schools, no pupils, and nothing left to measure."""
    if name in ("schools", "no_pupils", "not_sent"):
        return np.zeros(shape, dtype=np.int64)
    if name.endswith("status"):
        return np.full(shape, Status.NOTHING_LEFT, dtype=np.int8)
    return np.full(shape, 0.0 if name == "pupils" else np.nan)
