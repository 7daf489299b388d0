"""Gini, range ratio and McLoone index: the measures that need the schools in the order of their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lianmeng.mechanisms.dispersion.coefficients import Columns, where_known
from lianmeng.mechanisms.dispersion.result import Codes, Floats, Status
from lianmeng.mechanisms.dispersion.sections import Index, Mask, Resource, Runs, or_one, stand_by_group

_BATCH = 1 << 17  # rows: the memory of what is computed on the way
_BLOCK = 1 << 16  # rows: what is computed on so many stays in the processor's cache
_TIE = 1e-12  # what decimal data mean to be equal is equal in spite of rounding
_EXACT = 2.0**53


@dataclass(frozen=True, slots=True)
class Block:
    """`u` rows that stand by group, in `m` whole groups."""

    rows: slice
    groups: Index  # (m)
    starts: Index  # (m) where each begins in the block
    sizes: Index  # (m)

    def spread(self, of_groups: Floats) -> Floats:
        """(u) the value of each row's group."""
        return np.repeat(of_groups, self.sizes)

    def total(self, of_rows: Floats) -> Floats:
        """(m) the sum over the rows of each group."""
        return np.add.reduceat(of_rows, self.starts)

    def count(self, those: Mask) -> Index:
        """(m) how many of those rows are in each group."""
        return np.add.reduceat(those, self.starts, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Ladder:
    """A resource on a block: each group from its lowest value per pupil to its highest."""

    values: Floats  # (u)
    weights: Floats  # (u) pupils
    reached: Floats  # (u) pupils up to and with this row, in its group
    pupils_of: Floats  # (m)


def order_of(codes: Index, group_count: int) -> Index | None:
    """The rows by group; None where they stand so. Linear time: numpy sorts 16-bit integers by radix."""
    if stand_by_group(codes):
        return None
    order = np.argsort((codes & 0xFFFF).astype(np.uint16), kind="stable")
    if group_count >= 1 << 16:
        order = order.take(np.argsort((codes >> 16).astype(np.uint16).take(order), kind="stable"))
    return order


@dataclass(frozen=True, slots=True)
class Batch:
    """Whole groups, `first` and those after it, and their rows once the rows stand by group."""

    first: int
    count: int
    rows: slice


def batches_of(codes: Index, group_count: int) -> list[Batch]:
    """All groups in batches; a batch of more rows than `_BATCH` is a single group."""
    ends = np.cumsum(np.bincount(codes, minlength=group_count + 1)[:group_count])
    batches, first, start = [], 0, 0
    while first < group_count:
        last = max(first + 1, int(np.searchsorted(ends, start + _BATCH, side="right")))
        end = int(ends[last - 1])
        batches.append(Batch(first, last - first, slice(start, end)))
        first, start = last, end
    return batches or [Batch(0, 0, slice(0, 0))]


def blocks_of(runs: Runs, group_count: int) -> list[Block]:
    """The rows in blocks of whole groups, but for those in none."""
    count = int(np.searchsorted(runs.groups, group_count))
    ends = runs.starts + runs.sizes
    blocks, first = [], 0
    while first < count:
        start = int(runs.starts[first])
        last = max(first + 1, int(np.searchsorted(ends[:count], start + _BLOCK, side="right")))
        those = slice(first, last)
        rows = slice(start, int(ends[last - 1]))
        blocks.append(Block(rows, runs.groups[those], runs.starts[those] - start, runs.sizes[those]))
        first = last
    return blocks


def ordered_columns(resource: Resource, blocks: Sequence[Block], status: Codes) -> Columns:
    """(g) each: the measures, with the status of those that divide by a percentile."""
    gini, low, median, high, mcloone = np.zeros((5, status.size))
    for block in blocks:
        ladder, those = _ladder(resource, block), block.groups
        gini[those] = _gini(block, ladder)
        low[those], median[those], high[those] = (_quantile(block, ladder, part) for part in (1, 10, 19))
        mcloone[those] = _mcloone(block, ladder, median[those])
    range_status, mcloone_status = _divided_by(status, low), _divided_by(status, median)
    return {
        "gini": where_known(status, gini / or_one(resource.mean)),
        "range_ratio": where_known(range_status, (high - low) / or_one(low)),
        "range_ratio_status": range_status,
        "mcloone": where_known(mcloone_status, mcloone),
        "mcloone_status": mcloone_status,
    }


def _ladder(resource: Resource, block: Block) -> Ladder:
    values, weights = resource.per_pupil[block.rows], resource.weights[block.rows]
    order: Index = np.empty(values.size, dtype=np.intp)
    pieces = [slice(a, a + n) for a, n in zip(block.starts.tolist(), block.sizes.tolist(), strict=True)]
    for piece in pieces:  # many short sorts are quicker than a long one
        order[piece] = values[piece].argsort()
    order += np.repeat(block.starts, block.sizes)
    values, weights = values.take(order), weights.take(order)
    if (weights == np.rint(weights)).all() and weights.sum() < _EXACT:
        reached = np.cumsum(weights)
        reached -= block.spread(reached[block.starts] - weights[block.starts])
    else:  # one sum for all groups would carry the rounding of one group into the next
        reached = np.concatenate([np.cumsum(weights[piece]) for piece in pieces])
    return Ladder(values, weights, reached, resource.pupils_of[block.groups])


def _quantile(block: Block, ladder: Ladder, twentieths: int) -> Floats:
    """(m) the lowest value that the schools up to it reach so many twentieths of the pupils with."""
    target = block.spread(ladder.pupils_of * twentieths / 20 * (1 - _TIE))
    return ladder.values.take(block.starts + block.count(ladder.reached < target))


def _gini(block: Block, ladder: Ladder) -> Floats:
    """(m) Σ F·(1 - F)·rise to the next value, F the share of the pupils reached: no term is negative."""
    rises = np.zeros_like(ladder.values)
    np.subtract(ladder.values[1:], ladder.values[:-1], out=rises[:-1])
    rises[block.starts[1:] - 1] = 0.0
    share = ladder.reached / block.spread(or_one(ladder.pupils_of))
    rises *= share
    rises *= 1.0 - share
    return block.total(rises)


def _mcloone(block: Block, ladder: Ladder, median: Floats) -> Floats:
    """(m) 1 - what the lower half lacks / what it would have if all of it were at the median."""
    medians = block.spread(median)
    lower = block.total(np.where(ladder.values <= medians * (1 + _TIE), ladder.weights, 0.0))
    lacking = block.total(np.maximum(medians - ladder.values, 0.0) * ladder.weights)
    return 1.0 - np.divide(lacking, median * lower, out=np.zeros_like(lacking), where=lacking > 0)


def _divided_by(status: Codes, divisor: Floats) -> Codes:
    zero = (divisor == 0) & (status <= Status.ONE_SCHOOL)
    return np.where(zero, np.int8(Status.DIVISOR_ZERO), status)
