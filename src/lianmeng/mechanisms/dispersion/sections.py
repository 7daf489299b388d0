"""The rows that count, in blocks of whole groups one after another.

Every sum over a group is then one `np.add.reduceat`, and what lies between stays in the processor's cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lianmeng.mechanisms.dispersion.result import Counts, Floats

Index = NDArray[np.intp]
Groups = NDArray[np.integer[Any]]
_BLOCK = 1 << 15  # rows: what is computed on so many stays in the cache


@dataclass(frozen=True, slots=True)
class Block:
    """`u` rows with pupils, standing by group, in `m` groups."""

    rows: Index | slice  # which rows of the input
    present: Index  # (m) which groups
    starts: Index  # (m) where each begins
    sizes: Index  # (m)
    pupils: Floats  # (u) above 0
    pupils_of: Floats  # (m)

    def spread(self, of_groups: NDArray[Any]) -> NDArray[Any]:
        """The value of each group, repeated for its rows."""
        return np.repeat(of_groups, self.sizes)

    def total(self, of_rows: NDArray[Any]) -> Floats:
        return np.add.reduceat(of_rows, self.starts, dtype=np.float64)

    def count(self, rows: NDArray[np.bool_]) -> Index:
        return np.add.reduceat(rows, self.starts, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Sections:
    """All rows: the blocks of those with pupils, and for each of the g groups how many others there are."""

    blocks: list[Block]
    no_pupils: Counts  # (g)
    not_sent: Counts  # (g) rows without a number of pupils


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource on a block. A row whose amount was not sent weighs 0 and has 0 per pupil."""

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
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    return Sections(_blocks(pupils, groups, order, starts), no_pupils, not_sent)


def _blocks(pupils: Floats, groups: Groups, order: Index | None, starts: Index) -> list[Block]:
    blocks = []
    ends = np.append(starts[1:], groups.size)[: starts.size]
    first = 0
    while first < starts.size:
        start = int(starts[first])
        last = max(first + 1, int(np.searchsorted(ends, start + _BLOCK, side="right")))
        rows, those = slice(start, int(ends[last - 1])), slice(first, last)
        pupils_of = np.add.reduceat(pupils[rows], starts[those] - start)
        if not np.isfinite(pupils_of).all():
            raise ValueError("pupils are infinite, or too many to add up")
        blocks.append(
            Block(
                rows=rows if order is None else order[rows],
                present=groups[starts[those]].astype(np.intp),
                starts=starts[those] - start,
                sizes=ends[those] - starts[those],
                pupils=pupils[rows],
                pupils_of=pupils_of,
            )
        )
        first = last
    return blocks


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


def read(block: Block, amounts: Floats) -> Resource:
    """One row of amounts on the rows of a block; what is not sent (NaN) is masked, never taken for 0."""
    amounts = amounts[block.rows]
    weights, pupils, schools = block.pupils, block.pupils_of, block.sizes
    total = block.total(amounts)
    if np.isnan(total).any():
        sent = ~np.isnan(amounts)
        amounts, weights = np.where(sent, amounts, 0.0), np.where(sent, weights, 0.0)
        total, pupils, schools = block.total(amounts), block.total(weights), block.count(sent)
    if not np.isfinite(total).all():
        raise ValueError("amounts are infinite, or too large to add up")
    mean = np.divide(total, pupils, out=np.zeros_like(total), where=pupils > 0)
    return Resource(weights, amounts / block.pupils, schools, pupils, mean)
