"""What the measures hand back: plain arrays, with a status wherever a number could be missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Codes = NDArray[np.int8]


class Status(IntEnum):
    """Whether there is a number and, where there is none (NaN), why."""

    ASSESSED = 0
    ONE_SCHOOL = 1  # a number (0; McLoone 1), but of a group with nobody to differ from
    MEAN_ZERO = 2  # nobody has anything: a ratio to the mean does not exist
    NOTHING_LEFT = 3  # no school with pupils and an amount
    DIVISOR_ZERO = 4  # the percentile that the range ratio or the McLoone index divides by is 0
    ALL_EQUAL = 5  # no gap, so no shares of it (only in decompositions)

    @property
    def has_number(self) -> bool:
        return self in (Status.ASSESSED, Status.ONE_SCHOOL)


class Reason(IntEnum):
    """Why a row is counted in or left out."""

    COUNTED = 0
    NO_PUPILS = 1
    NOT_SENT = 2


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Arrays of shape (k, g): resource by group.

    In every group `schools + no_pupils + not_sent` is the number of its rows. `pupils` are those of the
    counted schools. `mean` is total amount / total pupils: NaN at NOTHING_LEFT, 0 at MEAN_ZERO.
    `cv` is a number exactly where `status` says so (`Status.has_number`), and NaN elsewhere.
    """

    schools: Counts
    no_pupils: Counts
    not_sent: Counts
    pupils: Floats
    mean: Floats
    cv: Floats
    status: Codes


@dataclass(frozen=True, slots=True)
class Dispersion(Coefficients):
    """The coefficients with the other measures; `status` holds for `theil` and `gini` as it does for `cv`.

    `range_ratio` and `mcloone` divide by a percentile, which can be 0 where the mean is not: each has its own
    status.
    """

    theil: Floats
    gini: Floats
    range_ratio: Floats
    range_ratio_status: Codes
    mcloone: Floats
    mcloone_status: Codes


@dataclass(frozen=True, slots=True)
class SchoolShares:
    """One group, one resource. Arrays of length n; a row left out (`reasons`) has NaN, and side 0.

    `per_pupil` is amount / pupils; `shares` is each school's part of CV² (sum 1; NaN everywhere unless
    `status` is ASSESSED); `sides` is 1 above the mean, -1 below it.
    """

    per_pupil: Floats
    shares: Floats
    sides: Codes
    reasons: Codes
    mean: float
    cv: float
    status: Status


@dataclass(frozen=True, slots=True)
class GroupParts:
    """One resource. Arrays of length g: `between` and `within` are each group's parts of CV² of the whole.

    `between.sum() + within.sum()` is `cv_squared`; `between_shares` and `within_shares` are the same divided
    by it (sum 1; NaN unless `status` is ASSESSED). A group with no counted school has parts 0 and mean NaN.
    """

    schools: Counts
    pupils: Floats
    means: Floats
    between: Floats
    within: Floats
    between_shares: Floats
    within_shares: Floats
    mean: float
    cv_squared: float
    status: Status
