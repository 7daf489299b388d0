"""Who contributes how much: CV² divided exactly, by school, or between and within groups."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lianmeng.mechanisms.dispersion.coefficients import coefficients
from lianmeng.mechanisms.dispersion.result import Codes, Floats, GroupParts, Reason, SchoolShares, Status

_NO_GAP = 2.0**-52  # a smaller CV can come from the rounding of equal values


def shares_of_schools(pupils: ArrayLike, amounts: ArrayLike) -> SchoolShares:
    """Each school's part of CV² in one group, for one resource.

        CV² = Σ pᵢ·(yᵢ - 1)², so that school i contributes pᵢ·(yᵢ - 1)² / CV²

    with pᵢ the school's share of the pupils and yᵢ its amount per pupil over the mean. It says where the gap
    is; it does not say what CV would be without the school.
    Shapes: pupils, amounts float64 (n). Rows, errors and CV as in `coefficients`. Cost: O(n).
    Guarantee: shares are at least 0 and add up to 1 but for n·2⁻⁵³; none where there is no gap (`status`).
    """
    pupils, amounts = np.asarray(pupils, dtype=np.float64), np.asarray(amounts, dtype=np.float64)
    whole = coefficients(pupils, amounts[np.newaxis], np.zeros(pupils.shape, np.intp), group_count=1)
    mean, cv = float(whole.mean[0, 0]), float(whole.cv[0, 0])
    reasons = _reasons(pupils, amounts)
    counted = reasons == Reason.COUNTED
    per_pupil = np.divide(amounts, pupils, out=np.full(pupils.size, np.nan), where=counted)
    gaps = np.where(counted, per_pupil - mean, 0.0)
    status = _status_of_parts(Status(int(whole.status[0, 0])), cv)
    shares = np.full(pupils.size, np.nan)
    if status is Status.ASSESSED:
        shares[counted] = _parts_of_one(pupils[counted], gaps[counted] / mean)
    return SchoolShares(per_pupil, shares, np.sign(gaps).astype(np.int8), reasons, mean, cv, status)


def between_and_within(
    pupils: ArrayLike, amounts: ArrayLike, groups: ArrayLike, *, group_count: int
) -> GroupParts:
    """CV² of all schools together, divided into what lies between the groups and what lies within each.

        CV² = Σ_g P_g·(Y_g - 1)²  +  Σ_g P_g·Y_g²·CV_g²
              between                within

    with P_g the group's share of the pupils, Y_g its mean over the mean of all, CV_g its own coefficient.
    Shapes: pupils, amounts float64 (n), groups integer (n) as in `coefficients`; -1 is left out of the whole,
    too. Errors as there. Cost: O(n).
    Guarantee: the parts are at least 0; `cv_squared` is their sum and the CV² of the whole but for rounding.
    Source: A. Shorrocks, "Inequality decomposition by population subgroups", Econometrica 52 (1984), for
    generalised entropy with parameter 2, which is CV²/2.
    """
    amounts, groups = np.asarray(amounts, dtype=np.float64)[np.newaxis], np.asarray(groups)
    whole = coefficients(pupils, amounts, np.minimum(groups, 0), group_count=1)
    parts = coefficients(pupils, amounts, groups, group_count=group_count)
    mean, status = float(whole.mean[0, 0]), Status(int(whole.status[0, 0]))
    between = within = np.zeros(group_count)
    if status.has_number:
        weights = parts.pupils[0] / parts.pupils[0].sum()
        means = np.nan_to_num(parts.mean[0], nan=mean)
        between = weights * ((means - mean) / mean) ** 2
        within = weights * (means / mean * np.nan_to_num(parts.cv[0])) ** 2
    cv_squared = float(between.sum() + within.sum()) if status.has_number else np.nan
    status = _status_of_parts(status, cv_squared**0.5)
    divisor = cv_squared if status is Status.ASSESSED else np.nan
    return GroupParts(
        schools=parts.schools[0],
        pupils=parts.pupils[0],
        means=parts.mean[0],
        between=between,
        within=within,
        between_shares=between / divisor,
        within_shares=within / divisor,
        mean=mean,
        cv_squared=cv_squared,
        status=status,
    )


def _reasons(pupils: Floats, amounts: Floats) -> Codes:
    reasons: NDArray[np.int8] = np.full(pupils.size, Reason.COUNTED, dtype=np.int8)
    reasons[np.isnan(amounts)] = Reason.NOT_SENT
    reasons[pupils == 0] = Reason.NO_PUPILS
    reasons[np.isnan(pupils)] = Reason.NOT_SENT
    return reasons


def _status_of_parts(status: Status, cv: float) -> Status:
    return Status.ALL_EQUAL if status is Status.ASSESSED and cv <= _NO_GAP else status


def _parts_of_one(pupils: Floats, gaps: Floats) -> Floats:
    """pᵢ·gapᵢ² over their sum, the gaps taken once more from their own mean."""
    gaps = gaps - (pupils * gaps).sum() / pupils.sum()
    terms = pupils * gaps * gaps
    parts: Floats = terms / terms.sum()
    return parts
