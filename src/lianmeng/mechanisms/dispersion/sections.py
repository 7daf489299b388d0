"""The rows that count, arranged by group, so that every sum over a group is one `np.add.reduceat`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lianmeng.mechanisms.dispersion.result import Counts, Floats

Index = NDArray[np.intp]
Groups = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Sections:
    """`u` rows with pupils in `m` groups that have any; `order` is None where they stand by group already."""

    present: Index  # (m) which groups
    starts: Index  # (m) where each begins among the arranged rows
    sizes: Index  # (m)
    order: Index | None  # (u)
    pupils: Floats  # (u) above 0
    pupils_of: Floats  # (m)
    no_pupils: Counts  # (g)
    not_sent: Counts  # (g) rows without a number of pupils

    def spread(self, of_groups: NDArray[Any]) -> NDArray[Any]:
        """The value of each group, repeated for its rows."""
        return np.repeat(of_groups, self.sizes)

    def total(self, of_rows: NDArray[Any]) -> Floats:
        return np.add.reduceat(of_rows, self.starts, dtype=np.float64)

    def count(self, rows: NDArray[np.bool_]) -> Index:
        return np.add.reduceat(rows, self.starts, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource on the arranged rows. A row whose amount was not sent weighs 0 and has 0 per pupil."""

    weights: Floats  # (u) pupils
    per_pupil: Floats  # (u)
    schools: Index  # (m)
    pupils: Floats  # (m)
    mean: Floats  # (m) total amount / total pupils, 0 where there are none


def checked(
    pupils: ArrayLike, amounts: ArrayLike, groups: ArrayLike, group_count: int
) -> tuple[Floats, Floats, Groups]:
    """The three arrays in their types; ValueError where the contract is broken."""
    pupils, groups = np.asarray(pupils, dtype=np.float64), np.asarray(groups)
    amounts = np.ascontiguousarray(amounts, dtype=np.float64)
    if pupils.ndim != 1 or groups.shape != pupils.shape:
        raise ValueError("pupils and groups have the shape (n,)")
    if amounts.ndim != 2 or amounts.shape[0] == 0 or amounts.shape[1] != pupils.size:
        raise ValueError("amounts have the shape (k, n), with at least one resource")
    if not np.issubdtype(groups.dtype, np.integer):
        raise ValueError("groups are whole numbers")
    if groups.size and not (int(groups.min()) >= -1 and int(groups.max()) < group_count):
        raise ValueError("a group is one of -1 … group_count - 1")
    if (pupils < 0).any() or any((row < 0).any() for row in amounts):
        raise ValueError("pupils and amounts are never negative")
    return pupils, amounts, groups


def arrange(pupils: Floats, groups: Groups, group_count: int) -> Sections:
    """Count the rows without pupils, leave them out, and put the others in the order of their groups."""
    no_pupils = _count(groups, pupils == 0, group_count)
    not_sent = _count(groups, np.isnan(pupils), group_count)
    order = _order(groups, pupils > 0, group_count)
    if order is not None:
        pupils, groups = pupils.take(order), groups.take(order)
    first = np.ones(groups.size, dtype=np.bool_)
    first[1:] = groups[1:] != groups[:-1]
    starts = np.flatnonzero(first)
    pupils_of = np.add.reduceat(pupils, starts)
    if not np.isfinite(pupils_of).all():
        raise ValueError("pupils are infinite, or too many to add up")
    return Sections(
        present=groups[starts].astype(np.intp),
        starts=starts,
        sizes=np.diff(starts, append=groups.size),
        order=order,
        pupils=pupils,
        pupils_of=pupils_of,
        no_pupils=no_pupils,
        not_sent=not_sent,
    )


def _count(groups: Groups, rows: NDArray[np.bool_], group_count: int) -> Counts:
    if not rows.any():
        return np.zeros(group_count, dtype=np.int64)
    return np.bincount(groups[rows & (groups >= 0)], minlength=group_count)


def _order(groups: Groups, counted: NDArray[np.bool_], group_count: int) -> Index | None:
    counted &= groups >= 0
    kept = None if counted.all() else np.flatnonzero(counted)
    if kept is not None:
        groups = groups.take(kept)
    if (groups[1:] >= groups[:-1]).all():
        return kept
    # numpy sorts 16-bit integers by radix, in linear time; a larger number is sorted in two halves
    order = np.argsort((groups & 0xFFFF).astype(np.uint16), kind="stable")
    if group_count > 1 << 16:
        order = order.take(np.argsort((groups >> 16).astype(np.uint16).take(order), kind="stable"))
    return order if kept is None else kept.take(order)


def read(sections: Sections, amounts: Floats) -> Resource:
    """One row of amounts on the arranged rows; what is not sent (NaN) is masked, never taken for 0."""
    if sections.order is not None:
        amounts = amounts.take(sections.order)
    weights, pupils, schools = sections.pupils, sections.pupils_of, sections.sizes
    total = sections.total(amounts)
    if np.isnan(total).any():
        sent = ~np.isnan(amounts)
        amounts, weights = np.where(sent, amounts, 0.0), np.where(sent, weights, 0.0)
        total, pupils, schools = sections.total(amounts), sections.total(weights), sections.count(sent)
    if not np.isfinite(total).all():
        raise ValueError("amounts are infinite, or too large to add up")
    mean = np.divide(total, pupils, out=np.zeros_like(total), where=pupils > 0)
    return Resource(weights, amounts / sections.pupils, schools, pupils, mean)
