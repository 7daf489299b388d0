"""The rows as they are read: which count, in which group, and how to add them up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lianmeng.mechanisms.dispersion.result import Counts, Floats

Index = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Runs:
    """Rows that stand by group: `m` runs, each of one group."""

    groups: Index  # (m)
    starts: Index  # (m)
    sizes: Index  # (m)


@dataclass(frozen=True, slots=True)
class Layout:
    """The group of each of `n` rows, 0 … g; the rows in group `g` are in none, and no sum tells of them.

    Where the rows stand by group, `runs` makes sums and copies quicker than going by the groups' numbers.
    """

    codes: Index  # (n)
    group_count: int  # g
    runs: Runs | None

    def total(self, of_rows: Floats) -> Floats:
        """(g) the sum over the rows of each group."""
        if self.runs is None:
            return np.bincount(self.codes, of_rows, self.group_count + 1)[:-1].astype(np.float64, copy=False)
        totals = np.zeros(self.group_count + 1)
        totals[self.runs.groups] = np.add.reduceat(of_rows, self.runs.starts)
        return totals[:-1]

    def spread(self, of_groups: Floats, out: Floats) -> Floats:
        """(n) the value of each row's group, 1 for a row in none."""
        values = np.append(of_groups, 1.0)
        if self.runs is None:
            return values.take(self.codes, out=out, mode="clip")  # the codes are in range; "raise" would copy
        return np.repeat(values[self.runs.groups], self.runs.sizes)

    def count(self, those: Mask) -> Counts:
        """(g) how many of those rows are in each group."""
        if not those.any():
            return np.zeros(self.group_count, dtype=np.int64)
        return np.bincount(self.codes[those], minlength=self.group_count + 1)[:-1]


@dataclass(frozen=True, slots=True)
class Workspace:
    """Arrays (n) that every resource uses again: to ask for fresh memory costs more than the arithmetic in it."""

    per_pupil: Floats
    gaps: Floats
    scratch: Floats

    @classmethod
    def for_rows(cls, n: int) -> Workspace:
        return cls(np.empty(n), np.empty(n), np.empty(n))


@dataclass(frozen=True, slots=True)
class Sections:
    """The rows with their pupils. One without pupils weighs 0 (and is divided by 1)."""

    layout: Layout
    counted: Mask | None  # (n) which have pupils; None if all do
    pupils: Floats  # (n) above 0
    rows: Counts  # (g) with pupils
    pupils_of: Floats  # (g)
    no_pupils: Counts  # (g)
    not_sent: Counts  # (g) without a number of pupils


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource, until the next one takes its workspace. A row that is left out weighs 0 and has 0 per pupil."""

    layout: Layout
    weights: Floats  # (n) pupils
    per_pupil: Floats  # (n)
    schools: Counts  # (g)
    pupils_of: Floats  # (g)
    mean: Floats  # (g) total amount / total pupils, 0 where there are none
    work: Workspace

    def average(self, of_rows: Floats) -> Floats:
        """(g) the sum over the rows of each group, for each of its pupils."""
        return self.layout.total(of_rows) / or_one(self.pupils_of)


def or_one(divisor: Floats) -> Floats:
    """The divisor, with 1 for 0 where the quotient will not be used."""
    return np.where(divisor > 0, divisor, 1.0)


def checked(
    pupils: ArrayLike, amounts: ArrayLike, groups: ArrayLike, group_count: int
) -> tuple[Floats, Floats, Index]:
    """The arrays in their types, the rows in no group in group g; ValueError where the contract is broken."""
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
    codes = groups.astype(np.intp, copy=False)
    return pupils, amounts, codes if (codes >= 0).all() else np.where(codes < 0, group_count, codes)


def stand_by_group(codes: Index) -> bool:
    return bool((codes[1:] >= codes[:-1]).all())


def runs_of(codes: Index) -> Runs:
    """The runs of rows that stand by group."""
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    return Runs(codes[starts], starts, np.diff(starts, append=codes.size))


def layout_of(codes: Index, group_count: int) -> Layout:
    """The rows as they stand."""
    return Layout(codes, group_count, runs_of(codes) if stand_by_group(codes) else None)


def sections_of(pupils: Floats, layout: Layout) -> Sections:
    """Find the rows without pupils, and count them."""
    no_pupils, not_sent = layout.count(pupils == 0), layout.count(np.isnan(pupils))
    has_pupils = pupils > 0
    if has_pupils.all():
        counted, pupils_of = None, layout.total(pupils)
    else:
        counted, pupils_of = has_pupils, layout.total(np.where(has_pupils, pupils, 0.0))
        pupils = np.where(has_pupils, pupils, 1.0)
    if not np.isfinite(pupils_of).all():
        raise ValueError("pupils are infinite, or too many to add up")
    return Sections(layout, counted, pupils, layout.count(has_pupils), pupils_of, no_pupils, not_sent)


def read(sections: Sections, amounts: Floats, work: Workspace) -> Resource:
    """One row of amounts; what was not sent (NaN) is masked, never taken for 0."""
    layout, weights, schools = sections.layout, sections.pupils, sections.rows
    pupils_of, total = sections.pupils_of, layout.total(amounts)
    if sections.counted is not None or np.isnan(total).any():
        used = ~np.isnan(amounts) if sections.counted is None else sections.counted & ~np.isnan(amounts)
        amounts, weights = np.where(used, amounts, 0.0), np.where(used, weights, 0.0)
        schools, pupils_of, total = layout.count(used), layout.total(weights), layout.total(amounts)
    if not np.isfinite(total).all():
        raise ValueError("amounts are infinite, or too large to add up")
    per_pupil = np.divide(amounts, sections.pupils, out=work.per_pupil)
    return Resource(layout, weights, per_pupil, schools, pupils_of, total / or_one(pupils_of), work)
